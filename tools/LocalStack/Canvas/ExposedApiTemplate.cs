using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>An ExposedAPI that a Component asks for.</summary>
/// <param name="Segment">The part of the Component that exposes it.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Body">The whole object, without namespace.</param>
internal sealed partial record ExposedApiTemplate(ComponentSegment Segment, string Name, JsonObject Body)
{
    /// <summary>What the resource takes as it stands from the Component's entry, or from the specification that overrides it.</summary>
    private static readonly string[] CopiedFields = ["name", "apiType", "apiSDO", "implementation", "path", "developerUI", "port"];

    /// <summary>What the resource says about its specification.</summary>
    private static readonly string[] SpecificationFields = ["url", "version"];

    public JsonObject Spec => Body["spec"]!.AsObject();

    /// <summary>The ExposedAPIs of a Component: one for each specification of each API, one for an API without any.</summary>
    public static IReadOnlyList<ExposedApiTemplate> Of(JsonObject component) =>
    [
        .. from segment in ComponentSegment.All
           from api in Entries(component["spec"]?[segment.Function])
           from specification in Specifications(api)
           select Create(component, segment, api, specification),
    ];

    // A segment without content can come as an empty list instead of an object.
    private static IEnumerable<JsonObject> Entries(JsonNode? function) =>
        ((function as JsonObject)?["exposedAPIs"] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static List<JsonObject?> Specifications(JsonObject api)
    {
        List<JsonObject?> specifications = [.. (api["specification"] as JsonArray ?? []).OfType<JsonObject>()];
        return specifications.Count > 0 ? specifications : [null];
    }

    private static ExposedApiTemplate Create(
        JsonObject component, ComponentSegment segment, JsonObject api, JsonObject? specification)
    {
        var metadata = component["metadata"]!.AsObject();
        var componentName = CanvasApi.Text(metadata, "name");
        var version = MajorVersion(specification);
        var suffix = version is null ? string.Empty : $"-{version}";
        var name = $"{componentName}-{CanvasApi.Text(api, "name")}{suffix}".Replace('.', '-').ToLowerInvariant();
        var labels = metadata["labels"]?.DeepClone().AsObject() ?? [];
        labels[ComponentReference.Label] = componentName;
        var body = new JsonObject
        {
            ["apiVersion"] = "oda.tmforum.org/v1",
            ["kind"] = "ExposedAPI",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = "oda.tmforum.org/v1",
                    ["kind"] = "Component",
                    ["name"] = componentName,
                    ["uid"] = CanvasApi.Text(metadata, "uid"),
                    ["controller"] = true,
                    ["blockOwnerDeletion"] = true,
                }),
            },
            ["spec"] = CreateSpec(segment, api, specification, version),
        };
        return new ExposedApiTemplate(segment, name, body);
    }

    private static JsonObject CreateSpec(ComponentSegment segment, JsonObject api, JsonObject? specification, string? version)
    {
        var spec = new JsonObject();
        foreach (var field in CopiedFields)
        {
            Copy(specification?[field] ?? api[field], spec, field);
        }

        foreach (var (policy, value) in (specification?["gatewayConfiguration"] ?? api["gatewayConfiguration"]) as JsonObject ?? [])
        {
            Copy(value, spec, policy);
        }

        if (specification is not null)
        {
            var single = new JsonObject();
            Copy(version, single, "version");
            foreach (var field in SpecificationFields)
            {
                Copy(specification[field], single, field);
            }

            spec["specification"] = single;
        }

        spec["segment"] = segment.Function;
        return spec;
    }

    private static void Copy(JsonNode? value, JsonObject target, string field)
    {
        if (value is not null)
        {
            target[field] = value.DeepClone();
        }
    }

    private static string? MajorVersion(JsonObject? specification)
    {
        var stated = MajorOfVersion().Match(CanvasApi.Text(specification, "version"));
        var match = stated.Success ? stated : MajorInUrl().Match(CanvasApi.Text(specification, "url"));
        return match.Success ? $"v{match.Groups["major"].Value}" : null;
    }

    [GeneratedRegex(@"^v?(?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MajorOfVersion();

    [GeneratedRegex(@"[-_/.]v(?<major>\d+)(\.|/|-|_|$)", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MajorInUrl();
}
