using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>The part of an ExposedAPI's spec that matters to the gateway. What the object lacks reads as empty or 0.</summary>
public sealed record ExposedApiSpec
{
    /// <summary>The path on the gateway.</summary>
    public required string Path { get; init; }

    /// <summary>The path in the form in which claims are compared: <see cref="ApiPath.Normalise"/>.</summary>
    public string NormalPath => ApiPath.Normalise(Path);

    /// <summary>What the spec has for a path, be it one or not.</summary>
    public required string PathAsWritten { get; init; }

    /// <summary>The Service that implements the API.</summary>
    public required string Implementation { get; init; }

    /// <summary>What the spec has for a Service, be it a name or not.</summary>
    public required string ImplementationAsWritten { get; init; }

    /// <summary>The Service's port.</summary>
    public required int Port { get; init; }

    /// <summary>What the spec has for a port, be it one or not.</summary>
    public required string PortAsWritten { get; init; }

    /// <summary><c>openapi</c>, <c>prometheus</c>, <c>openmetrics</c> or <c>mcp</c>.</summary>
    public required string ApiType { get; init; }

    /// <summary>The path of the developer user interface; empty when the spec names none.</summary>
    public required string DeveloperUI { get; init; }

    /// <summary>The specification as it stands: absent, a list of strings, a list of objects, or one object.</summary>
    public required JsonElement Specification { get; init; }

    /// <summary>The policies that it asks for, by their fields: <see cref="PolicyRequests"/>.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>
    /// Whether the specification is there and says nothing. The API server empties one whose form the schemas on its way do not know: a list
    /// of objects comes back as <c>[{}]</c> where an object is expected.
    /// </summary>
    public bool HasEmptySpecification => Specification.ValueKind is JsonValueKind.Array
        ? Specification.EnumerateArray().All(SaysNothing)
        : SaysNothing(Specification);

    /// <summary>Whether the API is described by OpenAPI, and so has a developer user interface.</summary>
    public bool IsOpenApi => ApiType == "openapi";

    internal static ExposedApiSpec Read(JsonElement spec) => new()
    {
        Path = spec.Text("path"),
        PathAsWritten = spec.AsWritten("path"),
        Implementation = spec.Text("implementation"),
        ImplementationAsWritten = spec.AsWritten("implementation"),
        Port = spec.Number("port"),
        PortAsWritten = spec.AsWritten("port"),
        // The older CRD's objects say apitype.
        ApiType = spec.Text("apiType") is { Length: > 0 } type ? type : spec.Text("apitype"),
        DeveloperUI = spec.Text("developerUI"),
        Specification = spec.Child("specification").Detached(),
        Policies = PolicyRequests.Of(spec),
    };

    private static bool SaysNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        JsonValueKind.String => value.ValueEquals(string.Empty),
        _ => false,
    };
}
