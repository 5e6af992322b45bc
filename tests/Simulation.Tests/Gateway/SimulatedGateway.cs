using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Gateway;

/// <summary>The gateways, one for each authority, keyed by name: creating replaces, removing takes away whatever stands under the name.</summary>
internal sealed class SimulatedGateway(Scenario scenario)
{
    private readonly Dictionary<GatewayEntry, ApiRegistration> _registered = [];
    private readonly HashSet<(string Host, ApiRegistration Registration)> _ever = [];
    private readonly HashSet<GatewayEntry> _lost = [];

    /// <summary>Whether none of them can be reached.</summary>
    public bool IsDown { get; set; }

    /// <summary>How the hosts fail that do; the others work.</summary>
    public Dictionary<string, GatewayFailure> Outages { get; } = [];

    /// <summary>
    /// The entry of an API that gives its path up for an elder. While it is silent its removal gets no answer, and to create it there again is a
    /// mistake; null for none.
    /// </summary>
    public (GatewayEntry Entry, string Path, bool IsSilent)? Leaving { get; set; }

    /// <summary>How many calls reached for each host, answered or not.</summary>
    public Dictionary<string, int> Attempts { get; } = [];

    /// <summary>How many calls took effect, or were answered.</summary>
    public int Calls { get; private set; }

    /// <summary>What is registered, by gateway.</summary>
    public IEnumerable<(string Host, ApiRegistration Registration)> Registered =>
        _registered.Select(pair => (pair.Key.Gateway, pair.Value)).OrderBy(pair => pair.Value.Name, StringComparer.Ordinal);

    /// <summary>The entries that are there.</summary>
    public IReadOnlyCollection<GatewayEntry> Entries => _registered.Keys;

    /// <summary>What a gateway held at any time.</summary>
    public IEnumerable<ApiRegistration> EverHeld(string host) => _ever.Where(entry => entry.Host == host).Select(entry => entry.Registration);

    /// <summary>Whether a gateway forgot the entry, and was told nothing of it since.</summary>
    public bool HasLost(GatewayEntry entry) => _lost.Contains(entry);

    /// <summary>What a gateway routes a path to: the entry with the longest path that it is below of; null for nothing.</summary>
    public (GatewayEntry Entry, ApiRegistration Registration)? RouteOf(string host, string path) =>
        _registered
            .Where(pair => pair.Key.Gateway == host && (path == pair.Value.Path || path.StartsWith(pair.Value.Path.TrimEnd('/') + "/", StringComparison.Ordinal)))
            .OrderByDescending(pair => pair.Value.Path.Length)
            .ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .Select(pair => ((GatewayEntry, ApiRegistration)?)(pair.Key, pair.Value))
            .FirstOrDefault();

    /// <summary>What a gateway holds is lost.</summary>
    public void Lose(IEnumerable<GatewayEntry> entries)
    {
        foreach (var entry in entries.ToList())
        {
            _registered.Remove(entry);
            _lost.Add(entry);
        }
    }

    /// <summary>A gateway forgets all that it holds, or one of it.</summary>
    /// <returns>What it forgot.</returns>
    public IReadOnlyList<GatewayEntry> Forget(string host, Random random)
    {
        List<GatewayEntry> held = [.. _registered.Keys.Where(entry => entry.Gateway == host).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        List<GatewayEntry> lost = held.Count == 0 || random.Chance(0.5) ? held : [random.Of(held)];
        Lose(lost);
        return lost;
    }

    /// <summary>Lets a creation take effect.</summary>
    public void Create(string host, ApiRegistration registration)
    {
        Calls++;
        _registered[new(host, registration.Name)] = registration;
        _lost.Remove(new(host, registration.Name));
        _ever.Add((host, registration));
    }

    /// <summary>Lets a removal take effect.</summary>
    /// <returns>Whether the gateway is content.</returns>
    public bool Remove(string host, string name)
    {
        Calls++;
        return _registered.Remove(new(host, name)) || !scenario.RefusesToRemoveTheUnknown;
    }
}
