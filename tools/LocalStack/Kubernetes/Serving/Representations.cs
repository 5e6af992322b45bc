using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Chooses the representation by the Accept header. Whoever asks for protobuf or CBOR gets JSON, which clients fall back to.</summary>
internal static class Representations
{
    private static readonly FullRepresentation Full = new();
    private static readonly MetadataRepresentation MetadataOnly = new();

    /// <summary>The first media type in the header that the server knows, or full JSON.</summary>
    public static IRepresentation Choose(HttpRequest request, ServedVersion version, TimeProvider time)
    {
        foreach (var media in request.Headers.Accept.SelectMany(line => (line ?? "").Split(',')))
        {
            var parts = media.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*"))
            {
                continue;
            }

            switch (Parameter(parts, "as"), Parameter(parts, "v"))
            {
                case ("Table", "v1"):
                    return new TableRepresentation(version, request.Query["includeObject"].FirstOrDefault() ?? "Metadata", time);
                case ("PartialObjectMetadata" or "PartialObjectMetadataList", "v1"):
                    return MetadataOnly;
                case (null, _):
                    return Full;
            }
        }

        return Full;
    }

    private static string? Parameter(string[] parts, string name) =>
        parts.FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
