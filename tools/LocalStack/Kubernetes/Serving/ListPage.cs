using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>One answer to a list request.</summary>
/// <param name="At">What was listed.</param>
/// <param name="ResourceVersion">The revision the list stands for.</param>
/// <param name="Continue">Where the next page starts, null on the last one.</param>
/// <param name="Remaining">How many objects are still to come, null when unknown.</param>
/// <param name="Items">The objects in the version asked for.</param>
internal sealed record ListPage(
    ResourceAddress At, string ResourceVersion, string? Continue, long? Remaining, IReadOnlyList<JsonObject> Items);
