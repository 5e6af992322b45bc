using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Tracking;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>An ExposedAPI in a state of its life.</summary>
internal sealed record Api
{
    public string Namespace { get; init; } = "components";

    public string Name { get; init; } = "catalog";

    public string Uid { get; init; } = "uid-1";

    public string Version { get; init; } = "1";

    /// <summary>When it was created, in RFC 3339.</summary>
    public string Created { get; init; } = "2026-01-01T00:00:00Z";

    public string Path
    {
        get => field ?? $"/{Name}";
        init;
    }

    public string Service { get; init; } = "svc";

    public string Specification { get; init; } = """{"url":"https://example.org/catalog.json"}""";

    /// <summary>Whether our finalizer is on it.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>Whether its status says that all of the present spec is done.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Whether the record is of an older path.</summary>
    public bool IsOutdated { get; init; }

    public bool? Ready { get; init; }

    /// <summary>Whether its status says that it is in doubt what the gateway has for it.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>Whether its status says that the gateway has nothing of it.</summary>
    public bool HoldsNothing { get; init; }

    public int GatewayWrites { get; init; } = 1;

    public string Address { get; init; } = "10.0.0.1";

    public bool IsBeingDeleted { get; init; }

    /// <summary>What its annotation says of a pause; null when it has none.</summary>
    public string? Paused { get; init; }

    /// <summary>Whether its status says that it is paused.</summary>
    public bool SaysPaused { get; init; }

    /// <summary>Why it is not registered, by its status; null when it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether its conditions have the one that version 0.1.0 did not write.</summary>
    public bool SaysReady { get; init; } = true;

    public long Generation { get; init; } = 1;

    /// <summary>The generation that its status says was seen; null where it says none.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>The Component that it names by label; null for none.</summary>
    public string? Component { get; init; }

    /// <summary>What its status says of whether the Component was told, one of <see cref="ConditionReasons"/>; null for nothing.</summary>
    public string? Notified { get; init; }

    /// <summary>For whom it says it waits.</summary>
    public ObjectKey? YieldsTo { get; init; }

    public static Api Converged => new() { IsAdopted = true, IsRegistered = true, Ready = true };

    public ObjectKey Key => new(Namespace, Name, Uid);

    public ApiSnapshot Snapshot() => ApiSnapshot.Read(Json(), TestEntries.Default, reservedPaths: []);

    public ExposedApi Parse() => ExposedApi.Parse(Json());

    public JsonElement Json()
    {
        var spec = Spec(Path);
        var json = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["namespace"] = Namespace,
                ["name"] = Name,
                ["uid"] = Uid,
                ["resourceVersion"] = Version,
                ["generation"] = Generation,
                ["creationTimestamp"] = Created,
                ["finalizers"] = IsAdopted ? new JsonArray(ExposedApi.Finalizer) : new JsonArray(),
            },
            ["spec"] = spec,
        };
        if (Component is not null)
        {
            json["metadata"]!["labels"] = new JsonObject { [ComponentReference.Label] = Component };
        }

        if (IsBeingDeleted)
        {
            json["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        }

        if (Paused is not null)
        {
            json["metadata"]!["annotations"] = new JsonObject { [ExposedApi.PausedAnnotation] = Paused };
        }

        var status = new JsonObject();
        if (Ready is not null)
        {
            status["implementation"] = new JsonObject { ["ready"] = Ready };
        }

        if (IsRegistered)
        {
            var recorded = Spec(IsOutdated ? "/old" : Path);
            var seen = ExposedApi.Parse(Element(new JsonObject { ["metadata"] = json["metadata"]!.DeepClone(), ["spec"] = recorded }));
            status["apiStatus"] = new JsonObject { ["name"] = Name, ["url"] = HoldsNothing ? "" : $"https://{Address}{Path}" };
            status["apiBridge"] = new JsonObject { ["uid"] = Uid, ["gateway"] = TestEntries.Default.Of(seen.Key).Gateway, ["specHash"] = seen.SpecHash, ["gatewayAddress"] = Address, ["gatewayWrites"] = GatewayWrites };
            if (IsInDoubt)
            {
                status["apiBridge"]!["unansweredAt"] = "2026-01-01T00:00:00Z";
            }

            if (YieldsTo is { } elder)
            {
                status["apiBridge"]!["yieldsTo"] = new JsonObject { ["namespace"] = elder.Namespace, ["name"] = elder.Name, ["uid"] = elder.Uid };
            }

            if (HoldsNothing)
            {
                status["apiBridge"]!["entry"] = ExposedApiStatus.NoEntry;
            }

            status["apigBind"] = HoldsNothing ? null : new JsonObject { ["spec"] = JsonNode.Parse(ApiRegistration.Of(seen, seen.Key.Name).ToJson().Span) };
            status["conditions"] = TestConditions.Of(seen, Refusal, Ready is true);
            if (!SaysReady)
            {
                status["conditions"]!.AsArray().RemoveAll(item => item!["type"]!.ToString() == ConditionTypes.Ready);
            }

            if (ObservedGeneration is { } observed)
            {
                status["observedGeneration"] = observed;
                foreach (var condition in status["conditions"]!.AsArray())
                {
                    condition!["observedGeneration"] = observed;
                }
            }

            if (Notified is not null)
            {
                status["conditions"]!.AsArray().Add(new JsonObject
                {
                    ["type"] = ConditionTypes.ComponentNotified,
                    ["status"] = Notified == ConditionReasons.EntryUpdated ? "True" : "False",
                    ["reason"] = Notified,
                    ["message"] = "",
                    ["lastTransitionTime"] = "2026-01-01T00:00:00Z",
                });
            }
        }

        if (SaysPaused)
        {
            status["conditions"] = new JsonArray([.. status["conditions"]?.AsArray().Select(item => item!.DeepClone()) ?? [], new JsonObject { ["type"] = ConditionTypes.Paused, ["status"] = "True" }]);
        }

        json["status"] = status;
        return Element(json);
    }

    private static JsonElement Element(JsonObject json) => JsonDocument.Parse(json.ToJsonString()).RootElement;

    private JsonObject Spec(string path) => new()
    {
        ["path"] = path,
        ["implementation"] = Service,
        ["port"] = 8080,
        ["apiType"] = "openapi",
        ["specification"] = JsonNode.Parse(Specification),
    };
}
