namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>How a call to the gateway fails in passing.</summary>
internal enum GatewayFault
{
    None,
    BeforeEffect,
    AfterEffect,
    CircuitOpen,
}
