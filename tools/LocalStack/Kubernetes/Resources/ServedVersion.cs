using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Schema;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>A version of a resource.</summary>
/// <param name="Name">For example <c>v1beta4</c>.</param>
internal sealed record ServedVersion(string Name)
{
    /// <summary>Whether clients can use the version; a version that is only stored is not served.</summary>
    public bool Served { get; init; } = true;

    /// <summary>Whether <c>/status</c> exists; then the main resource ignores status.</summary>
    public bool HasStatus { get; init; }

    /// <summary>What objects are validated and pruned by, null for the built-in kinds.</summary>
    public StructuralSchema? Schema { get; init; }

    /// <summary>The same schema as the definition states it, for OpenAPI.</summary>
    public JsonObject? OpenApiSchema { get; init; }

    /// <summary>The columns after the name.</summary>
    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [];

    /// <summary>How this version's field names differ from the stored ones: stored name to own name.</summary>
    public IReadOnlyDictionary<string, string>? Renames { get; init; }
}
