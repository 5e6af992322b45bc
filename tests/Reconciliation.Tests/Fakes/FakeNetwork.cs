namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>Which Services are ready, and where the gateways' Ingresses are reached.</summary>
internal sealed class FakeNetwork
{
    public HashSet<string> ReadyServices { get; } = [];

    /// <summary>The gateway's address by namespace.</summary>
    public Dictionary<string, string> Addresses { get; } = new(StringComparer.Ordinal) { ["shop"] = "10.0.0.1", ["mall"] = "10.0.0.1" };
}
