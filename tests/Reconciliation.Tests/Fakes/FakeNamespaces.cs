using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>What has become of namespaces and Services; what nobody said anything of is there.</summary>
internal sealed class FakeNamespaces
{
    /// <summary>Namespaces by their name, and Services as namespace/name.</summary>
    public Dictionary<string, Presence> Presences { get; } = [];

    /// <summary>What was asked about, in order.</summary>
    public List<string> Reads { get; } = [];

    public Presence Find(string name)
    {
        Reads.Add(name);
        return Presences.GetValueOrDefault(name, Presence.There);
    }
}
