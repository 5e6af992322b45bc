using System.Globalization;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Gateway;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests;

/// <summary>What a history is played on.</summary>
internal sealed record Scenario
{
    /// <summary>The <c>res_code</c> of a gateway that has nothing to remove.</summary>
    public const string NotRegistered = "4712";

    private static readonly string[] Gateways = ["apig-operator-uportal.{namespace}:8080", "gateway:8080"];
    private static readonly string[][] NamespaceSets = [["shop"], ["shop", "mall"]];
    private static readonly string[] CodeSets = [string.Empty, NotRegistered];
    private static readonly string[][] NameSets = [["orders"], ["orders", "returns"], ["orders", "returns", "quotes"]];

    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>The names that APIs may have, in each namespace.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How many paths the APIs choose from: the fewer, the more rivals.</summary>
    public required int Paths { get; init; }

    public required GatewayOptions Gateway { get; init; }

    /// <summary>Whether the CRD has a status subresource.</summary>
    public required bool HasStatus { get; init; }

    /// <summary>Whether the gateway says no when it has nothing to remove; the workers may have been told by which code.</summary>
    public required bool RefusesToRemoveTheUnknown { get; init; }

    /// <summary>Whether users also write specs that can't be registered.</summary>
    public required bool HasUnusableSpecs { get; init; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Namespaces.Count}x{Names.Count} names, {Paths} paths, gateway {Gateway.Endpoint}, status subresource={HasStatus}, refuses={RefusesToRemoveTheUnknown}, told={Gateway.TellsNotRegistered}, unusable specs={HasUnusableSpecs}");

    public static Scenario Draw(Random random) => new()
    {
        Namespaces = random.Of(NamespaceSets),
        Names = random.Of(NameSets),
        Paths = random.Next(2, 5),
        Gateway = new() { Endpoint = random.Of(Gateways), NotRegisteredCodes = random.Of(CodeSets) },
        HasStatus = random.Chance(0.3),
        RefusesToRemoveTheUnknown = random.Chance(0.3),
        HasUnusableSpecs = random.Chance(0.2),
    };
}
