using System.Globalization;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Gateway;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests;

/// <summary>What a history is played on.</summary>
internal sealed record Scenario
{
    /// <summary>A path that no gateway takes.</summary>
    public const string RefusedPath = "/refused";

    /// <summary>A port that no gateway takes, whatever the path.</summary>
    public const int RefusedPort = 6666;

    /// <summary>The <c>res_code</c> of a gateway that has nothing to remove.</summary>
    public const string NotRegistered = "4712";

    /// <summary>The name of an entry that tells the APIs of all namespaces apart.</summary>
    public const string FullName = "{namespace}.{name}";

    private const string ShortName = "{name}";
    private static readonly string[] Endpoints = ["apig-operator-uportal.{namespace}:8080", "gateway:8080"];
    private static readonly string[][] NamespaceSets = [["shop"], ["shop", "mall"]];
    private static readonly double[] Rates = [0, 0, 0.2, 0.5];
    private static readonly string[] CodeSets = [string.Empty, NotRegistered];
    private static readonly string[][] NameSets = [["orders"], ["orders", "returns"], ["orders", "returns", "quotes"], ["orders", "shop.orders"], ["orders", "returns", "quotes", "stock", "bills"]];

    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>The names that APIs may have, in each namespace.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How many paths the APIs choose from: the fewer, the more rivals.</summary>
    public required int Paths { get; init; }

    /// <summary>Which gateway the APIs are registered on at first, and under which names.</summary>
    public required GatewayOptions Gateway { get; init; }

    /// <summary>How the workers call it.</summary>
    public required GatewayClientOptions Client { get; init; }

    /// <summary>Whether the CRD has a status subresource.</summary>
    public required bool HasStatus { get; init; }

    /// <summary>Whether the gateway says no when it has nothing to remove; the workers may have been told by which code.</summary>
    public required bool RefusesToRemoveTheUnknown { get; init; }

    /// <summary>Whether users also write specs that can't be registered.</summary>
    public required bool HasUnusableSpecs { get; init; }

    /// <summary>Whether users also ask for a path that the gateway never takes.</summary>
    public required bool HasRefusedPaths { get; init; }

    /// <summary>Whether the workers have the right to create Events.</summary>
    public required bool MayWriteEvents { get; init; }

    /// <summary>How likely what a user does is to copy, restore or forge a status.</summary>
    public required double StatusWrites { get; init; }

    /// <summary>How likely it is that those who run the product change its settings during a storm.</summary>
    public required double Reconfigurations { get; init; }

    /// <summary>Whether gateways forget what they were told.</summary>
    public required bool HasForgetfulGateways { get; init; }

    /// <summary>Whether namespaces are deleted, with all that is in them.</summary>
    public required bool DeletesNamespaces { get; init; }

    /// <summary>Whether the APIs that are looked after are those with a label, which users set and take away.</summary>
    public required bool HasSelector { get; init; }

    /// <summary>Whether the workers try the APIs' URLs.</summary>
    public bool TriesUrls { get; init; }

    /// <summary>Whether the bridge audits them.</summary>
    public bool HasAudits { get; init; }

    /// <summary>
    /// Whether all must be right before a resync has looked: nothing goes wrong then for which the resync is essential. A message that is given
    /// up ends that.
    /// </summary>
    public required bool IsPrompt { get; init; }

    /// <summary>Whether the bridge watches each namespace by itself, so that it sees them in no common order.</summary>
    public required bool WatchesEachNamespace { get; init; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Namespaces.Count}x{Names.Count} names, {Paths} paths, gateway {Gateway.Endpoint} {Gateway.EntryName}, status subresource={HasStatus}, refuses={RefusesToRemoveTheUnknown}, told={Client.TellsNotRegistered}, unusable specs={HasUnusableSpecs}, refused paths={HasRefusedPaths}, Events={MayWriteEvents}, status writes={StatusWrites}, other settings={Reconfigurations}, forgets={HasForgetfulGateways}, deletes namespaces={DeletesNamespaces}, prompt={IsPrompt}, watches each={WatchesEachNamespace}, tries URLs={TriesUrls}, audits={HasAudits}");

    /// <summary>One in which nothing goes wrong by chance, for a story that is told step by step.</summary>
    public static Scenario Calm(IReadOnlyList<string> namespaces, GatewayOptions gateway) => new()
    {
        Namespaces = namespaces,
        Names = [],
        Paths = 0,
        Gateway = gateway,
        Client = new(),
        HasStatus = false,
        RefusesToRemoveTheUnknown = false,
        HasUnusableSpecs = false,
        HasRefusedPaths = false,
        MayWriteEvents = true,
        StatusWrites = 0,
        Reconfigurations = 0,
        HasForgetfulGateways = false,
        DeletesNamespaces = false,
        HasSelector = false,
        IsPrompt = false,
        WatchesEachNamespace = false,
    };

    public static Scenario Draw(Random random)
    {
        var (namespaces, isPrompt) = (random.Of(NamespaceSets), random.Chance(0.4));
        var scenario = new Scenario
        {
            Namespaces = namespaces,
            Names = random.Of(NameSets),
            Paths = random.Next(2, 5),
            Gateway = Draw(namespaces, random),
            Client = new() { NotRegisteredCodes = random.Of(CodeSets) },
            HasStatus = random.Chance(0.3),
            RefusesToRemoveTheUnknown = random.Chance(0.3),
            HasUnusableSpecs = random.Chance(0.2),
            HasRefusedPaths = random.Chance(0.25),
            MayWriteEvents = random.Chance(0.6),
            StatusWrites = isPrompt ? 0 : random.Of(Rates),
            Reconfigurations = isPrompt ? 0 : random.Of(Rates),
            HasForgetfulGateways = !isPrompt && random.Chance(0.25),
            DeletesNamespaces = random.Chance(0.25),
            HasSelector = false,
            IsPrompt = isPrompt,
            WatchesEachNamespace = namespaces.Length > 1 && random.Chance(0.5),
        };

        // A finalizer of ours that somebody copied out of scope is nobody's, until somebody asks for its release.
        return scenario with { HasSelector = scenario.StatusWrites == 0 && random.Chance(0.4) };
    }

    /// <summary>
    /// The same with URLs that are tried, and audits, in one history of four. That is drawn from a source of its own: the others are what they were
    /// without it. An audit would make up for what a prompt history must not leave to it.
    /// </summary>
    public Scenario WithReachability(Random random)
    {
        var (tries, audits) = (random.Chance(0.25), !IsPrompt && random.Chance(0.75));
        return !tries ? this : this with { TriesUrls = true, HasAudits = audits, HasForgetfulGateways = audits || HasForgetfulGateways };
    }

    // A gateway that serves several namespaces needs full names.
    private static GatewayOptions Draw(string[] namespaces, Random random)
    {
        var options = new GatewayOptions { Endpoint = random.Of(Endpoints) };
        options.EntryName = (namespaces.Length > 1 && !options.IsPerNamespace) || random.Chance(0.3) ? FullName : ShortName;
        return options;
    }
}
