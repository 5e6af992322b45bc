namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>What it took until all was at rest.</summary>
/// <param name="Messages">How many messages were sent, retries included.</param>
/// <param name="Calls">How many calls reached the gateway, refused ones included.</param>
internal sealed record Cost(int Messages, int Calls)
{
    public static Cost operator -(Cost left, Cost right) => new(left.Messages - right.Messages, left.Calls - right.Calls);
}
