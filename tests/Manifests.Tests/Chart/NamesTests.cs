using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>A name of digits is a text all the same.</summary>
public sealed class NamesTests
{
    private static readonly string[] Names = ["namespace", "name", "key", "app.kubernetes.io/instance", "accountName", "resourceNames"];

    [Theory]
    [InlineData("storage.kind=connectionStringSecret,storage.connectionStringSecret.name=12,storage.connectionStringSecret.key=34,scope.kind=namespaces,scope.namespaces={56}")]
    [InlineData("storage.azurite.existingSecret=12,settings.ApiBridge__Leadership__LeaseName=34")]
    [InlineData("storage.kind=workloadIdentity,storage.workloadIdentity.accountName=123456,storage.workloadIdentity.clientId=00000000-0000-0000-0000-000000000000")]
    public async Task ANameOfDigitsIsAText(string set)
    {
        var objects = await Helm.RenderAsync("123", "456", Helm.Chart, "--set-string", set, "--set-string", "fullnameOverride=789,monitoring.runbookBaseUrl=", "--set", "monitoring.enabled=true");

        Assert.All(objects, item => Assert.All(ScalarsOf(item.Json), scalar => Assert.True(
            !Names.Contains(scalar.Name, StringComparer.Ordinal) || scalar.Value.GetValueKind() == JsonValueKind.String, $"{item.Kind} {item.Name}: {scalar.Name}: {scalar.Value}")));
        Assert.Contains(objects, item => item.Kind == "PrometheusRule" && item.Name == "789" && item.Namespace == "456");
    }

    private static IEnumerable<(string Name, JsonValue Value)> ScalarsOf(JsonNode node, string name = "") => node switch
    {
        JsonObject json => json.Where(property => property.Value is not null).SelectMany(property => ScalarsOf(property.Value!, property.Key)),
        JsonArray items => items.SelectMany(item => ScalarsOf(item!, name)),
        _ => [(name, (JsonValue)node)],
    };
}
