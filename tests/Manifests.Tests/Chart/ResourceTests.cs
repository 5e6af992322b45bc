using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>The rights are for the custom resource that the settings name.</summary>
public sealed class ResourceTests
{
    private const string Older = "settings.ApiBridge__Resource__Plural=apis,settings.ApiBridge__Resource__Group=oda.example.org";

    [Theory]
    [InlineData("scope.kind=clusterWide", "ClusterRole")]
    [InlineData("scope.kind=namespaces,scope.namespaces={components}", "Role")]
    public async Task ARoleIsForTheResourceOfTheSettings(string scope, string kind)
    {
        var usual = RulesOf(await Helm.RenderAsync("--set", scope), kind);
        var older = RulesOf(await Helm.RenderAsync("--set", $"{scope},{Older}"), kind);

        Assert.Contains(older, rule => rule.StartsWith("oda.example.org apis/status ", StringComparison.Ordinal));
        Assert.DoesNotContain(older, rule => rule.Contains("exposedapis", StringComparison.Ordinal));
        Assert.Equal(usual.Select(rule => rule.Replace("oda.tmforum.org exposedapis", "oda.example.org apis", StringComparison.Ordinal)), older);
    }

    private static List<string> RulesOf(IReadOnlyList<SampleObject> objects, string kind) =>
        [.. objects.Where(item => item.Kind == kind).SelectMany(item => item.Json["rules"]!.AsArray()).SelectMany(rule =>
            rule!["resources"]!.AsArray().Select(resource => $"{rule["apiGroups"]![0]} {resource} {rule["verbs"]!.ToJsonString()}"))];
}
