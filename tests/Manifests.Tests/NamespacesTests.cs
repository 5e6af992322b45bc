using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests;

/// <summary>An installation for some namespaces has its rights in each of them, and nowhere else.</summary>
public sealed class NamespacesTests
{
    private static readonly string[] Programs = ["apibridge-eventbridge", "apibridge-functions"];

    public static TheoryData<string> Overlays { get; } = new("azurite", "azure", "dev");

    [Theory, MemberData(nameof(Overlays))]
    public async Task EachOfSeveralNamespacesHasTheRolesOfOne(string overlay)
    {
        var (one, several) = (await Overlay.BuildAsync(overlay, "single-namespace"), await Overlay.BuildAsync(overlay, "several-namespaces"));

        AssertRights(several, "components", "shop");
        AssertRights(one, "components");
        Assert.All(several.OfKind("Role").Where(role => Programs.Contains(role.Text("metadata/name"), StringComparer.Ordinal)), role =>
            Assert.Equal(one.Find("Role", role.Text("metadata/name")).Child("rules").GetRawText(), role.Child("rules").GetRawText()));
    }

    // What the comment of the component says has to be done.
    [Fact]
    public async Task AThirdNamespaceIsAddedAsTheComponentSays()
    {
        using var folder = new TemporaryFolder();
        await TestServers.Manifests.CopyToAsync(folder.Path);
        var component = Path.Combine("components", "several-namespaces", "kustomization.yaml");
        Change(folder, component, "- shop\n", "- shop\n- billing\n");
        Change(folder, component, "=components,shop", "=components,shop,billing");
        Change(folder, component, "values: [components, shop]", "values: [components, shop, billing]");
        Directory.CreateDirectory(Path.Combine(folder.Path, "components", "several-namespaces", "billing"));
        Copy(folder, Path.Combine("components", "several-namespaces", "shop", "kustomization.yaml"), "shop", "billing");
        Change(folder, Path.Combine("overlays", "azure", "kustomization.yaml"), "- ../../components/cluster-wide", "- ../../components/several-namespaces");

        AssertRights(await Overlay.RenderAsync(Path.Combine(folder.Path, "overlays", "azure")), "billing", "components", "shop");
    }

    [Fact]
    public async Task OneOtherNamespaceIsNamedInOnePlace()
    {
        using var folder = new TemporaryFolder();
        await TestServers.Manifests.CopyToAsync(folder.Path);
        Change(folder, Path.Combine("components", "single-namespace", "kustomization.yaml"), "Namespaces=components", "Namespaces=shop");
        Change(folder, Path.Combine("overlays", "azure", "kustomization.yaml"), "- ../../components/cluster-wide", "- ../../components/single-namespace");
        var built = await Overlay.RenderAsync(Path.Combine(folder.Path, "overlays", "azure"));

        AssertRights(built, "shop");
        var peer = Assert.Single(Assert.Single(built.Find("NetworkPolicy", "functions-to-gateway").Items("spec/egress")).Items("to"));
        Assert.Equal("shop", peer.Child("namespaceSelector/matchLabels").GetProperty("kubernetes.io/metadata.name").GetString());
    }

    // A comment that offers something else to take offers what there is, and it renders.
    [Theory]
    [InlineData("azure")]
    [InlineData("azurite")]
    public async Task WhatTheCommentsOfAnOverlayOfferRenders(string overlay)
    {
        using var folder = new TemporaryFolder();
        await TestServers.Manifests.CopyToAsync(folder.Path);
        var file = Path.Combine("overlays", overlay, "kustomization.yaml");
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder.Path, file), TestContext.Current.CancellationToken);
        var offered = lines.Where(line => line.StartsWith("# - ", StringComparison.Ordinal) || line.StartsWith("#   ", StringComparison.Ordinal) || line == "# images:").ToList();
        await File.WriteAllLinesAsync(Path.Combine(folder.Path, file), lines.Select(line => offered.Contains(line) ? line[2..] : line), TestContext.Current.CancellationToken);

        var built = await Overlay.RenderAsync(Path.Combine(folder.Path, "overlays", overlay));

        Assert.Equal(8, offered.Count);
        built.Find("NetworkPolicy", "functions-to-urls");
        built.Find("NetworkPolicy", "telemetry");
        Assert.NotEmpty(built.OfKind("PrometheusRule"));
        Assert.All(Programs, program => Assert.StartsWith("registry.example.org/", built.WorkloadOf(program).Container.Text("image"), StringComparison.Ordinal));
        Assert.All(
            lines.SelectMany(line => line.Split(' ', ',')).Where(word => word.StartsWith("../../components/", StringComparison.Ordinal)),
            component => Assert.True(RepositoryFolder.Has($"keda/overlays/{overlay}/{component}"), component));
    }

    private static void AssertRights(Overlay built, params string[] namespaces)
    {
        Assert.Equal(string.Join(',', namespaces), string.Join(',', built.EnvironmentOf(built.WorkloadOf("apibridge-functions"))["ApiBridge__Scope__Namespaces"].Split(',').Order(StringComparer.Ordinal)));
        Assert.Empty(built.OfKind("ClusterRole"));
        Assert.Empty(built.OfKind("ClusterRoleBinding"));
        var wanted = namespaces.SelectMany(ns => Programs.Select(program => (program, ns))).Order().ToList();
        Assert.Equal(wanted, built.OfKind("Role").Select(Key).Where(key => Programs.Contains(key.Item1, StringComparer.Ordinal)).Order());
        Assert.Equal(wanted, built.OfKind("RoleBinding").Select(Key).Where(key => Programs.Contains(key.Item1, StringComparer.Ordinal)).Order());
        Assert.All(built.OfKind("RoleBinding"), binding => Assert.Equal("apibridge", Assert.Single(binding.Items("subjects")).Text("namespace")));

        static (string, string) Key(System.Text.Json.JsonElement item) => (item.Text("metadata/name"), item.Text("metadata/namespace"));
    }

    private static void Change(TemporaryFolder folder, string file, string from, string to)
    {
        var path = Path.Combine(folder.Path, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static void Copy(TemporaryFolder folder, string file, string from, string to) => File.WriteAllText(
        Path.Combine(folder.Path, file.Replace(from + Path.DirectorySeparatorChar, to + Path.DirectorySeparatorChar, StringComparison.Ordinal)),
        File.ReadAllText(Path.Combine(folder.Path, file)).Replace(from, to, StringComparison.Ordinal));
}
