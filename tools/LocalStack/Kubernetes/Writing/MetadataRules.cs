using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>What clients may and may not do to <c>metadata</c>, after apimachinery's ObjectMeta validation.</summary>
internal static partial class MetadataRules
{
    private const string SuffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    private static readonly HashSet<string> Fields =
    [
        "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
    ];

    /// <summary>Drops what metadata does not have, and what is empty; <c>managedFields</c> is not kept by this server.</summary>
    /// <exception cref="ApiException">A field has the wrong type.</exception>
    public static void Normalize(JsonObject body, ResourceAddress at)
    {
        var metadata = body.Metadata();
        foreach (var (name, value) in metadata.ToList())
        {
            if (!Fields.Contains(name) || value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 })
            {
                metadata.Remove(name);
            }
        }

        foreach (var field in (string[])["labels", "annotations"])
        {
            if (metadata[field] is { } map
                && (map is not JsonObject texts || texts.Any(pair => pair.Value?.GetValueKind() != JsonValueKind.String)))
            {
                throw ApiErrors.BadRequest($"{at.Type.Kind} in version \"{at.Version.Name}\" cannot be handled as a {at.Type.Kind}: "
                    + $"json: cannot unmarshal into Go struct field ObjectMeta.metadata.{field} of type string");
            }
        }
    }

    /// <summary>Gives a new object what the server decides: name suffix, uid, creation time, generation.</summary>
    public static void Initialize(JsonObject body, ResourceType type, TimeProvider time)
    {
        var metadata = body.Metadata();
        if (body.Name().Length == 0 && metadata.Text("generateName") is { } prefix)
        {
            metadata["name"] = prefix + RandomNumberGenerator.GetString(SuffixAlphabet, 5);
        }

        metadata.Remove("resourceVersion");
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = time.Timestamp();
        SetGeneration(metadata, type.HasGeneration ? 1 : null);
    }

    /// <summary>Gives an update what it may leave out or can't change.</summary>
    public static void CarryOver(JsonObject body, JsonObject old)
    {
        var (metadata, before) = (body.Metadata(), old.Metadata());
        foreach (var field in (string[])["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            if (metadata[field] is null && before[field] is { } value)
            {
                metadata[field] = value.DeepClone();
            }
        }

        SetGeneration(metadata, before.Number("generation"));
    }

    public static void SetGeneration(JsonObject metadata, long? generation)
    {
        metadata.Remove("generation");
        if (generation is { } number)
        {
            metadata["generation"] = number;
        }
    }

    public static IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var name = body.Name();
        if (name.Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        }
        else if (name.Length > 253 || !DnsSubdomain().IsMatch(name))
        {
            yield return FieldError.Invalid("metadata.name", name,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
                + "and must start and end with an alphanumeric character");
        }

        if (old is null)
        {
            yield break;
        }

        foreach (var field in (string[])["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp"])
        {
            if (!JsonNode.DeepEquals(body.Metadata()[field], old.Metadata()[field]))
            {
                yield return FieldError.Invalid($"metadata.{field}", body.Metadata()[field], "field is immutable");
            }
        }

        var added = body.Finalizers().Except(old.Finalizers()).ToList();
        if (old.IsBeingDeleted() && added.Count > 0)
        {
            yield return FieldError.Forbidden("metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new finalizers "
                + $"[]string{{{string.Join(", ", added.Select(f => string.Create(CultureInfo.InvariantCulture, $"\"{f}\"")))}}}");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DnsSubdomain();
}
