namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>How a call to the gateway fails in passing.</summary>
internal enum GatewayFault
{
    None,
    BeforeEffect,
    AfterEffect,
    CircuitOpen,

    /// <summary>It takes effect without an answer, and what is answered is the same call's next attempt.</summary>
    AnsweredAtTheSecondAttempt,
}
