using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>An object as a mutant reads it that is wrong about what a status proves.</summary>
internal static class MutatedStatus
{
    /// <summary>What the bridge reads.</summary>
    public static JsonElement Of(JsonElement json, Mutant mutant, GatewayEntries entries)
    {
        if (mutant is not (Mutant.AnyStampWillDo or Mutant.FormerNameProves))
        {
            return json;
        }

        var (body, api) = ((JsonObject)JsonNode.Parse(json.GetRawText())!, ExposedApi.Parse(json));
        if (mutant is Mutant.AnyStampWillDo && body["status"]?["apiBridge"] is JsonObject stamp)
        {
            stamp["uid"] = api.Key.Uid;
        }
        else if (IsFormer(api, entries))
        {
            body["status"]!["apigBind"]!["spec"]!["name"] = entries.Of(api.Key).Name;
        }

        return JsonSerializer.SerializeToElement(body);
    }

    /// <summary>What a worker reads.</summary>
    public static ExposedApi Of(ExposedApi api, Mutant mutant, GatewayEntries entries) => mutant switch
    {
        Mutant.SureWithoutStamp when !api.Status.IsOwn =>
            api with { Status = api.Status with { Gateway = entries.Of(api.Key).Gateway, Registration = null, HoldsNothing = true } },
        Mutant.FormerNameProves when IsFormer(api, entries) =>
            api with { Status = api.Status with { Registration = Renamed(api.Status.Registration!, entries.Of(api.Key).Name) } },
        _ => api,
    };

    private static bool IsFormer(ExposedApi api, GatewayEntries entries) =>
        api.Status.Registration is { } record && entries.IsFormerName(api.Key, record.Name);

    private static ApiRegistration Renamed(ApiRegistration record, string name)
    {
        var json = (JsonObject)JsonNode.Parse(record.ToJson().Span)!;
        json["name"] = name;
        return ApiRegistration.Read(JsonSerializer.SerializeToElement(json))!;
    }
}
