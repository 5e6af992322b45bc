using System.Text.Json;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests;

/// <summary>A Deployment or a StatefulSet.</summary>
internal sealed class Workload(SampleObject item)
{
    public string Name => item.Name;

    public JsonElement Spec { get; } = JsonSerializer.SerializeToElement(item.Json).Child("spec");

    public JsonElement Pod => Spec.Child("template/spec");

    public JsonElement Labels => Spec.Child("template/metadata/labels");

    /// <summary>Its one container.</summary>
    public JsonElement Container => Assert.Single(Pod.Items("containers"));

    /// <summary>Whether a selector means its pods.</summary>
    public bool IsSelectedBy(JsonElement selector) =>
        (selector.Child("matchLabels").ValueKind != JsonValueKind.Object
            || selector.Child("matchLabels").EnumerateObject().All(label => Label(label.Name) == label.Value.GetString()))
        && selector.Items("matchExpressions").All(expression =>
            expression.Items("values").Any(value => value.GetString() == Label(expression.Text("key"))));

    private string? Label(string name) => Labels.TryGetProperty(name, out var value) ? value.GetString() : null;
}
