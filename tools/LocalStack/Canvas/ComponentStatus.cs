using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>What a Component's status says about its APIs.</summary>
internal static class ComponentStatus
{
    /// <summary>The field that says what the lists come to.</summary>
    public const string Summary = "summary/status";

    /// <summary>The status as it should be.</summary>
    /// <param name="current">The Component's status as it is; null when it has none.</param>
    /// <param name="apis">The ExposedAPIs that exist, with the segment each belongs to.</param>
    /// <param name="isWithheld">Whether a new entry is not to be written yet.</param>
    public static JsonObject Of(
        JsonObject? current, IReadOnlyList<(ComponentSegment Segment, JsonObject Api)> apis, Func<JsonObject, bool> isWithheld)
    {
        var status = current?.DeepClone().AsObject() ?? [];
        var complete = true;
        foreach (var segment in ComponentSegment.All)
        {
            var ofSegment = apis.Where(api => api.Segment == segment).Select(api => api.Api).ToList();
            var old = status[segment.StatusList] as JsonArray ?? [];
            var entries = ofSegment.Select(api => Entry(api, old, isWithheld)).ToList();
            complete &= entries.TrueForAll(entry => entry is { Url.Length: > 0, Ready: true });

            // The Canvas's operator fails on an API that tells its URL but not whether it is ready, and keeps no list then.
            if (entries.Exists(entry => entry is { IsBroken: true }))
            {
                status.Remove(segment.StatusList);
            }
            else if (ofSegment.Count > 0 || old.Count > 0)
            {
                status[segment.StatusList] = new JsonArray([.. entries.Select(entry => entry.Json).OfType<JsonNode>()]);
            }
        }

        status[Summary] = SummaryOf(status, complete);
        return status;
    }

    /// <summary>What the operator writes of a status: its lists, whole, and what they come to.</summary>
    public static JsonObject Patch(JsonObject status)
    {
        var patch = new JsonObject { [Summary] = status[Summary]?.DeepClone() };
        foreach (var segment in ComponentSegment.All)
        {
            patch[segment.StatusList] = status[segment.StatusList]?.DeepClone();
        }

        return patch;
    }

    /// <summary>What the lists of a Component come to: it is complete when each API that its spec asks for has a URL there, and is ready.</summary>
    public static JsonObject SummaryOf(JsonObject component)
    {
        var status = component["status"] as JsonObject ?? [];
        var complete = ExposedApiTemplate.Of(component).All(template => (status[template.Segment.StatusList] as JsonArray ?? []).Any(
            entry => CanvasApi.Text(entry, "name") == template.Name && new ApiEntry(entry) is { Url.Length: > 0, Ready: true }));
        return SummaryOf(status, complete);
    }

    private static ApiEntry Entry(JsonObject api, JsonArray old, Func<JsonObject, bool> isWithheld)
    {
        var uid = CanvasApi.Text(api, "metadata", "uid");
        var name = CanvasApi.Text(api, "metadata", "name");
        if ((api["status"] as JsonObject)?["apiStatus"] is JsonObject { Count: > 0 } apiStatus)
        {
            var ready = (api["status"]!["implementation"] as JsonObject)?["ready"];
            if (ready is null)
            {
                return new ApiEntry(Json: null, IsBroken: true);
            }

            var copy = apiStatus.DeepClone().AsObject();
            copy["uid"] = uid;
            copy["ready"] = ready.DeepClone();
            return new ApiEntry(copy);
        }

        var known = old.OfType<JsonObject>().FirstOrDefault(
            entry => CanvasApi.Text(entry, "name") == name && CanvasApi.Text(entry, "uid") == uid);
        if (known is not null)
        {
            return new ApiEntry(known.DeepClone().AsObject());
        }

        return new ApiEntry(isWithheld(api) ? null : new JsonObject { ["name"] = name, ["uid"] = uid, ["ready"] = false });
    }

    private static JsonObject SummaryOf(JsonObject status, bool complete)
    {
        var core = (status["coreAPIs"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var summary = status[Summary]?.DeepClone() as JsonObject ?? [];
        summary["coreAPIsummary"] = Joined(core, "url");
        summary["developerUIsummary"] = Joined(core, "developerUI");
        summary["deployment_status"] = complete ? "Complete" : "In-Progress-CompCon";
        return summary;
    }

    private static string Joined(IEnumerable<JsonObject> entries, string field) =>
        string.Join(' ', entries.Select(entry => CanvasApi.Text(entry, field)).Where(text => text.Length > 0));

    private sealed record ApiEntry(JsonNode? Json, bool IsBroken = false)
    {
        public string Url => CanvasApi.Text(Json, "url");

        public bool Ready => (Json as JsonObject)?["ready"] is JsonValue value && value.TryGetValue<bool>(out var ready) && ready;
    }
}
