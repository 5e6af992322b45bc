using System.Text;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>
/// The kinds as OpenAPI v2 names them, in the only encoding that kubectl takes. It looks there whether the server knows the kinds in a
/// <c>List</c>, whose objects the server then validates one by one, so that nothing but their names is told.
/// </summary>
internal static class OpenApiDefinitions
{
    public const string MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    // Field numbers of openapi.v2.Document, Info, Definitions, NamedSchema, Schema, NamedAny and Any in gnostic's OpenAPIv2.proto.
    private const int Swagger = 1;
    private const int Info = 2;
    private const int Title = 1;
    private const int InfoVersion = 2;
    private const int Definitions = 9;
    private const int Definition = 1;
    private const int Name = 1;
    private const int Value = 2;
    private const int Extension = 31;
    private const int Yaml = 2;

    /// <summary>The document.</summary>
    /// <param name="kinds">The name of each kind's schema, its group, version and name.</param>
    public static byte[] Write(IEnumerable<(string Schema, string Group, string Version, string Kind)> kinds) =>
    [
        .. Field(Swagger, "2.0"),
        .. Field(Info, [.. Field(Title, "Kubernetes"), .. Field(InfoVersion, "v1.32.0")]),
        .. Field(Definitions, [.. kinds.SelectMany(kind => Field(Definition, [.. Field(Name, kind.Schema), .. Field(Value, Schema(kind))]))]),
    ];

    private static byte[] Schema((string Schema, string Group, string Version, string Kind) kind)
    {
        var yaml = $"- group: \"{kind.Group}\"\n  kind: {kind.Kind}\n  version: {kind.Version}\n";
        return Field(Extension, [.. Field(Name, "x-kubernetes-group-version-kind"), .. Field(Value, Field(Yaml, yaml))]);
    }

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] content) => [.. Varint((number << 3) | 2), .. Varint(content.Length), .. content];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
