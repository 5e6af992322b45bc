using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Scope;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Gateway;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Time;
using ApiBridge.Simulation.Tests.Users;

namespace ApiBridge.Simulation.Tests;

/// <summary>What the product's programs run in. All that is left to chance is drawn from one source, so the same seed is the same world.</summary>
internal sealed class World
{
    private static readonly TimeSpan AuditPeriod = TimeSpan.FromMinutes(20);
    private readonly List<GatewayOptions> _settings = [];
    private readonly List<GatewayEntries> _entries = [];

    public World(int seed, Mutant mutant, Scenario? scenario = null)
    {
        Random = new(seed);
        Mutant = mutant;
        Scenario = scenario ?? Scenario.Draw(Random).WithReachability(new(~seed));
        Use(Scenario.Gateway);
        Trace = new(Clock);
        Cluster = new(Clock, Scenario);
        Gateway = new(Scenario);
        Storage = new(Clock, Random);
    }

    public Random Random { get; }

    public Mutant Mutant { get; }

    public Scenario Scenario { get; }

    /// <summary>Which gateway the APIs are registered on, and under which names: what a program that starts now is told.</summary>
    public GatewayOptions Settings => _settings[^1];

    /// <summary>Which APIs are looked after.</summary>
    public ScopeOptions Scope => new() { LabelSelector = Scenario.HasSelector ? $"{Relabelling.Label}={Relabelling.Inside}" : string.Empty };

    /// <summary>Whether URLs are tried, and when.</summary>
    public ReachabilityOptions Reachability => new() { Enabled = Scenario.TriesUrls, AuditPeriod = Scenario.HasAudits ? AuditPeriod : TimeSpan.Zero };

    /// <summary>How many messages were sent for nothing but an audit.</summary>
    public int Audits { get; set; }

    /// <summary>Which entry is whose by these settings.</summary>
    public GatewayEntries Entries => _entries[^1];

    /// <summary>The same, as the workers and the bridge see it.</summary>
    public GatewayEntries EntriesAsRead => Mutant is not Mutant.FormerNameOfAnother ? Entries : new(
        ns => Settings.EndpointOf(ns).Authority,
        (authority, ns) => Settings.FormerEndpointOf(authority, ns) is not null,
        _ => null,
        new(Settings.EntryName, cluster: string.Empty),
        [.. Settings.FormerEntryNames.Split(',').Select(template => new EntryNameTemplate(template, cluster: string.Empty))],
        isShared: false);

    public Weather Weather { get; set; } = Weather.Calm;

    public VirtualClock Clock { get; } = new();

    public Trace Trace { get; }

    public SimulatedCluster Cluster { get; }

    public SimulatedGateway Gateway { get; }

    public SimulatedStorage Storage { get; }

    public ForgottenApis Forgotten { get; } = new();

    /// <summary>The own entries of those whose status somebody set back: until it is written again, what it holds nobody can know.</summary>
    public HashSet<GatewayEntry> Deceived { get; } = [];

    /// <summary>The objects that say that a message about them was given up.</summary>
    public HashSet<ObjectKey> Marked { get; } = [];

    /// <summary>
    /// Whether what is given up is deleted and not sent again. Its objects say so then, unless the API server was away just at that moment.
    /// </summary>
    public bool PurgesDeadLetters { get; set; }

    /// <summary>Whether all must be right before a resync has looked.</summary>
    public bool IsPrompt { get; set; }

    /// <summary>The namespace whose watch, where it has one of its own, tells nothing until then.</summary>
    public (string Namespace, TimeSpan Until)? LateWatch { get; set; }

    /// <summary>What the history met.</summary>
    public HashSet<Happening> Happenings { get; } = [];

    /// <summary>What must never be done, and was.</summary>
    public List<string> Breaches { get; } = [];

    /// <summary>Whether a bridge is there that has listed everything.</summary>
    public Func<bool> IsWatched { get; set; } = () => false;

    /// <summary>Whether a bridge is there that has seen an API.</summary>
    public Func<ObjectKey, bool> IsSeen { get; set; } = _ => false;

    /// <summary>The authorities of all gateways that are, or were, in use.</summary>
    public IReadOnlyList<string> Gateways =>
        [.. _settings.SelectMany(settings => Scenario.Namespaces.Select(ns => settings.EndpointOf(ns).Authority)).Distinct()];

    /// <summary>All keys that APIs may have, without a uid.</summary>
    public IEnumerable<ObjectKey> Keys => Scenario.Namespaces.SelectMany(ns => Scenario.Names.Select(name => new ObjectKey(ns, name, string.Empty)));

    /// <summary>The entries that an API had before, and has no more.</summary>
    public IEnumerable<GatewayEntry> FormerEntriesOf(ObjectKey key) =>
        _entries.Select(entries => entries.Of(key)).Where(entry => entry != Entries.Of(key)).Distinct();

    /// <summary>Whether an API of another name has the entry.</summary>
    public bool IsOfAnother(ObjectKey key, GatewayEntry entry) =>
        Keys.Any(other => (other.Namespace, other.Name) != (key.Namespace, key.Name) && Entries.Of(other) == entry);

    /// <summary>No record tells any more what an API has in its former entries.</summary>
    public void Forget(ObjectKey key) => Forgotten.Forget(FormerEntriesOf(key));

    /// <summary>
    /// Other settings count from now on. What stands in an entry of before is on record if its object is settled, and can be found by the
    /// record if the name is still known.
    /// </summary>
    public void Reconfigure(GatewayOptions settings)
    {
        Use(settings);
        foreach (var key in Keys)
        {
            var before = _entries[^2].Of(key);
            Forgotten.Forget(FormerEntriesOf(key).Where(entry => !Entries.WasNameOf(key, entry.Name) || entry != before || !IsSettled(key, _entries[^2])));
        }
    }

    /// <summary>What was given up is done with: it is sent again, or deleted. Of what is gone by then, nothing else may tell.</summary>
    public void EmptyDeadLetters()
    {
        if (!PurgesDeadLetters)
        {
            if (Storage.Redrive() is > 0 and var redriven)
            {
                Trace.Add("world", string.Create(CultureInfo.InvariantCulture, $"{redriven} dead letters are sent again"));
            }

            return;
        }

        foreach (var key in Storage.Purge())
        {
            Trace.Add("world", $"a dead letter about {key} is deleted");
            Happenings.Add(Happening.DeadLetterDeleted);
            Forget(key);
            Forgotten.Forget(Marked.Contains(key) || Cluster.Api(key.Namespace, key.Name) is not null ? [] : [Entries.Of(key)]);
        }
    }

    /// <summary>For how long a queue keeps a message that is sent; below zero for ever.</summary>
    public TimeSpan LifeOf(TimeSpan? asked) => Mutant is Mutant.MessagesExpire ? TimeSpan.FromMinutes(2) : asked ?? SimulatedStorage.DefaultLife;

    /// <summary>A new process.</summary>
    /// <param name="died">Told when it dies.</param>
    public SimulatedProcess NewProcess(Action<SimulatedProcess> died) => new(this, died);

    private void Use(GatewayOptions settings)
    {
        _settings.Add(settings);
        _entries.Add(settings.Entries(cluster: string.Empty));
    }

    private bool IsSettled(ObjectKey key, GatewayEntries entries) =>
        Cluster.Api(key.Namespace, key.Name) is { IsBeingDeleted: false } api
        && StatusProof.Of(api, entries) is { IsInDoubt: false, Proven: not null }
        && !Deceived.Contains(entries.Of(key))
        && Storage.IsSilentAbout(key);
}
