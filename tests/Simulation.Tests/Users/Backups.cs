using System.Text.Json.Nodes;
using ApiBridge.Simulation.Tests.Cluster;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>What users have kept of APIs, and may bring back later.</summary>
internal sealed class Backups(World world)
{
    private const int Most = 6;
    private readonly Dictionary<(string Ns, string Name), List<JsonObject>> _kept = [];

    /// <summary>Keeps an API as it stands, if it is there.</summary>
    public void Keep(string ns, string name)
    {
        if (world.Cluster.Find(Resources.ExposedApis, ns, name) is not { } body)
        {
            return;
        }

        if (!_kept.TryGetValue((ns, name), out var kept))
        {
            _kept[(ns, name)] = kept = [];
        }

        kept.Add((JsonObject)body.DeepClone());
        if (kept.Count > Most)
        {
            kept.RemoveAt(0);
        }
    }

    /// <summary>What was kept of an API, the oldest first.</summary>
    public IReadOnlyList<JsonObject> Of(string ns, string name) => _kept.GetValueOrDefault((ns, name), []);
}
