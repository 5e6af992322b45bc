using System.Text.Json;
using System.Text.RegularExpressions;
using ApiBridge.Domain;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>What the bridge sees with the rights of a user whom only RBAC grants any.</summary>
public sealed partial class ScopeTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    private static readonly string[] AllRules =
    [
        """apiGroups: ["oda.tmforum.org"], resources: ["exposedapis"], verbs: [list, watch]""",
        """apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: [list, watch]""",
        """apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: [list, watch]""",
    ];

    [Fact]
    public async Task WhatIsMissingIsNamedAsRulesThatAreEnoughAsTheyStand()
    {
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        var waiting = await apis.CreateAsync("waiting");
        var bridge = StartTester(apis.Namespace, ("ApiBridge:Leadership:Enabled", "true"), ("ApiBridge:Leadership:Namespace", apis.Namespace));
        await bridge.IsUnreadyAsync("leadership: ", "cannot get resource \"leases\"", $"Add to the bridge's Role in namespace {apis.Namespace}: - ");

        HashSet<string> granted = [];
        await Deadline.UntilAsync(
            async () =>
            {
                var report = await bridge.ReadinessAsync();
                foreach (var rule in RulesIn(report).Where(granted.Add))
                {
                    await Cluster.GrantAsync(apis.Namespace, rule);
                }

                return report;
            },
            report => report.Flag("ready") == true,
            "the rules that it named were enough",
            TimeSpan.FromSeconds(60));

        Assert.Equivalent(
            (string[])[.. AllRules, """apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: [get, create, update]"""], granted, strict: true);
        await AnnouncedAsync(waiting);
    }

    [Theory]
    [InlineData("list", "watch")]
    [InlineData("watch", "list")]
    public async Task AVerbThatIsMissingIsNamedAndNeedsNoRestartOnceItIsGranted(string verb, string other)
    {
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        await Cluster.GrantAsync(apis.Namespace, [AllRules[0].Replace("list, watch", other, StringComparison.Ordinal), .. AllRules[1..]]);
        var bridge = StartTester(apis.Namespace);

        string[] said = [$"cannot {verb} resource \"exposedapis\"", $"Add to the bridge's Role in namespace {apis.Namespace}: - {AllRules[0]}"];
        await bridge.IsUnreadyAsync(said);
        await bridge.SaysAsync(line => said.All(part => line.Contains(part, StringComparison.Ordinal)), "the log names the verb and the rule");

        await Cluster.GrantAsync(apis.Namespace, AllRules);
        await bridge.IsSettledAsync();
        await AnnouncedAsync(await apis.CreateAsync("later"));
    }

    [Fact]
    public async Task OneNamespaceTakesNoMoreThanARole()
    {
        var (here, there) = (await NewApisAsync("here"), await NewApisAsync("there"));
        await Cluster.GrantAsync(here.Namespace, AllRules);

        await AssertAnnouncedAsync([here], [there], here.Namespace);
    }

    [Fact]
    public async Task AListOfNamespacesTakesARoleInEach()
    {
        var (here, there, elsewhere) = (await NewApisAsync("here"), await NewApisAsync("there"), await NewApisAsync("elsewhere"));
        await Cluster.GrantAsync(here.Namespace, AllRules);
        await Cluster.GrantAsync(there.Namespace, AllRules);

        await AssertAnnouncedAsync([here, there], [elsewhere], $"{here.Namespace}, {there.Namespace}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GlobsAndAllNamespacesTakeAClusterRole(bool isGlob)
    {
        var team = $"team-{Guid.NewGuid():N}"[..13];
        var (here, there, elsewhere) = (await NewApisAsync($"{team}-here"), await NewApisAsync($"{team}-there"), await NewApisAsync("elsewhere"));
        var binding = await Cluster.GrantAsync(ns: null, AllRules);
        try
        {
            await (isGlob
                ? AssertAnnouncedAsync([here, there], [elsewhere], $"{team}-*")
                : AssertAnnouncedAsync([here, there, elsewhere], [], "*"));
        }
        finally
        {
            await Cluster.SendAsync(HttpMethod.Delete, binding);
        }
    }

    [Fact]
    public async Task ALabelSelectorNarrowsTheScope()
    {
        var apis = await NewApisAsync("here");
        await Cluster.GrantAsync(apis.Namespace, AllRules);
        var listed = await apis.CreateAsync("gold-listed", label: "gold");
        await StartTester(apis.Namespace, ("ApiBridge:Scope:LabelSelector", "tier in (gold, silver)")).IsSettledAsync();
        await apis.CreateAsync("iron-watched", label: "iron");
        var watched = await apis.CreateAsync("silver-watched", label: "silver");

        Assert.Equal([listed.Key, watched.Key], (await AnnouncedAsync(listed, watched)).Select(message => message.Key).Distinct());
    }

    private async Task<Apis> NewApisAsync(string prefix) => new(Cluster, await Cluster.NewNamespaceAsync(prefix));

    // What is there at the start is listed, and what comes later is watched.
    private async Task AssertAnnouncedAsync(Apis[] inScope, Apis[] outOfScope, string scope)
    {
        List<ExposedApi> expected = [];
        await CreateAsync("listed");
        var bridge = StartTester(scope);
        await bridge.IsSettledAsync();
        await CreateAsync("watched");

        var announced = (await AnnouncedAsync(expected)).Select(message => message.Key.Namespace).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(outOfScope, apis => announced.Contains(apis.Namespace));

        async Task CreateAsync(string name)
        {
            foreach (var apis in outOfScope)
            {
                await apis.CreateAsync(name);
            }

            foreach (var apis in inScope)
            {
                expected.Add(await apis.CreateAsync(name));
            }
        }
    }

    private BridgeProcess StartTester(string scope, params IEnumerable<(string Setting, string Value)> settings) =>
        StartBridge(scope, [("ApiBridge:Kubernetes:Context", "tester"), .. settings]);

    private static IEnumerable<string> RulesIn(JsonElement report) =>
        report.Items("reasons").Select(reason => Rule().Match(reason.GetString()!)).Where(match => match.Success).Select(match => match.Groups["rule"].Value);

    [GeneratedRegex("Add to the bridge's .*: - (?<rule>apiGroups: .*])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();
}
