using System.Buffers;
using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>
/// What the gateway is told of one API: the body of the apig gateway's createAPIFromSwagger and removeAPIFromSwagger calls.
/// Two registrations are equal when their content is, whatever the order of the fields.
/// </summary>
public sealed class ApiRegistration : IEquatable<ApiRegistration>
{
    private readonly Lazy<string> _hash;

    private ApiRegistration(string name, string path, string implementation, int port, JsonElement specification)
    {
        Name = name;
        Path = path;
        Implementation = implementation;
        Port = port;
        Specification = specification;
        _hash = new(() => CanonicalJson.Hash(ToJson(withNulls: false).Span));
    }

    /// <summary>The name of the entry on the gateway.</summary>
    public string Name { get; }

    /// <summary>The path on the gateway.</summary>
    public string Path { get; }

    /// <summary>The path in the form in which claims are compared: <see cref="ApiPath.Normalise"/>. The gateway gets it as it is.</summary>
    public string NormalPath => ApiPath.Normalise(Path);

    /// <summary>The service behind it.</summary>
    public string Implementation { get; }

    /// <summary>The service's port.</summary>
    public int Port { get; }

    /// <summary>The specification as it stands in the spec, whatever its shape; undefined when there is none.</summary>
    public JsonElement Specification { get; }

    /// <summary>How many levels it has; those above <see cref="JsonDepth.MaxRegistration"/> are neither registered nor sent.</summary>
    public int Depth => JsonDepth.Of(Specification) + 1;

    /// <summary>
    /// A hash of the content, the same for the same content. A field that is null counts as absent: the merge patch that records the
    /// registration can't write one.
    /// </summary>
    public string Hash => _hash.Value;

    /// <summary>The registration that <paramref name="api"/> asks for, usable or not: <see cref="SpecProblem"/> tells.</summary>
    /// <param name="api">The object.</param>
    /// <param name="entry">The name of its entry.</param>
    /// <returns>
    /// The registration; a field that the spec lacks is empty or 0. A specification that says nothing replaces nothing: the one on record stays.
    /// </returns>
    public static ApiRegistration Of(ExposedApi api, string entry)
    {
        ArgumentNullException.ThrowIfNull(api);
        var specification = !api.Spec.HasEmptySpecification ? api.Spec.Specification
            : api.FormerSpecification.ValueKind is not JsonValueKind.Undefined ? api.FormerSpecification
            : api.Status.Registration?.Specification ?? default;
        return new(entry, api.Spec.Path, api.Spec.Implementation, api.Spec.Port, specification);
    }

    /// <summary>A whole registration that leads nowhere, for removing an entry of which no more is known than its name.</summary>
    /// <param name="name">The name of the entry.</param>
    /// <returns>The registration.</returns>
    public static ApiRegistration Placeholder(string name) => new(name, $"/apibridge-placeholder/{name}", "apibridge-placeholder", 1, default);

    /// <summary>Reads a registration that this product, or the operator it replaces, recorded.</summary>
    /// <param name="element">The recorded JSON, of any shape.</param>
    /// <returns>
    /// The registration, or null when <paramref name="element"/> is none; without its specification where that is nested too deep.
    /// </returns>
    public static ApiRegistration? Read(JsonElement element)
    {
        var name = element.Text("name");
        var path = element.Text("path");
        return name.Length == 0 || path.Length == 0
            ? null
            : new(name, path, element.Text("implementation"), element.Number("port"), SpecificationIn(element));
    }

    /// <summary>The body for the gateway, in canonical form; <c>specification</c> is left out when there is none.</summary>
    /// <returns>UTF-8 JSON.</returns>
    public ReadOnlyMemory<byte> ToJson() => ToJson(withNulls: true);

    /// <summary>Writes the body for the gateway as one JSON object.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Write(writer, withNulls: true);
    }

    /// <summary>The same without the specification, which no gateway needs to remove a registration.</summary>
    /// <returns>The registration.</returns>
    public ApiRegistration WithoutSpecification() => new(Name, Path, Implementation, Port, default);

    /// <inheritdoc/>
    public bool Equals(ApiRegistration? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ApiRegistration);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Excerpt.Of(Name)} at {Excerpt.Of(Path)} → {Excerpt.Of(Implementation)}:{Port}";

    private static JsonElement SpecificationIn(JsonElement element) =>
        element.Child("specification") is var specification && JsonDepth.Of(specification) < JsonDepth.MaxRegistration ? specification.Detached() : default;

    private ReadOnlyMemory<byte> ToJson(bool withNulls)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, withNulls);
        }

        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter writer, bool withNulls)
    {
        writer.WriteStartObject();
        writer.WriteString("implementation", Implementation);
        writer.WriteString("name", Name);
        writer.WriteString("path", Path);
        writer.WriteNumber("port", Port);
        if (Specification.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            writer.WritePropertyName("specification");
            CanonicalJson.Write(writer, Specification, withNulls);
        }

        writer.WriteEndObject();
    }
}
