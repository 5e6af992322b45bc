namespace ApiBridge.Simulation.Tests.Gateway;

/// <summary>How the gateway fails a call.</summary>
internal enum GatewayFailure
{
    None,
    Unreachable,
    NoAnswer,
    NoAnswerAfterEffect,
    Busy,
    Broken,
    BrokenAfterEffect,
    Garbled,
}
