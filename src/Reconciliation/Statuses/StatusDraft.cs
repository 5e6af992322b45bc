using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>The status that an object shall have, and the patch that gets it there.</summary>
internal sealed class StatusDraft(ExposedApi api, TimeProvider time)
{
    private const string Unanswered = "unansweredAt";
    private readonly JsonObject _wanted = [];
    private readonly List<Condition> _conditions = [];

    /// <summary>What a released object is left with: no record, and a condition that says so.</summary>
    public static JsonObject Released(ExposedApi api, TimeProvider time)
    {
        var draft = new StatusDraft(api, time);
        draft.Set(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.Removed, "the gateway no longer holds the registration");
        draft._wanted["apigBind"] = null;
        draft.Bridge[Unanswered] = null;
        return draft.Patch();
    }

    /// <summary>The URL the draft reports; null when it has none.</summary>
    public string? Url { get; private set; }

    /// <summary>The developer UI's URL; null when it has none.</summary>
    public string? DeveloperUI { get; private set; }

    /// <summary>Whether the gateway holds no registration, so that no URL leads anywhere.</summary>
    public bool IsWithdrawn { get; private set; }

    /// <summary>What the gateway holds and why.</summary>
    public void SetRegistration(RegistrationResult result, PublicAddress? address)
    {
        IsWithdrawn = result.Record is null;
        var known = api.Status.Json.Child("apigBind");
        if (result.Record is { } record)
        {
            var bind = new JsonObject { ["spec"] = JsonNode.Parse(record.ToJson().Span) };
            if (result.Response is { } response)
            {
                bind["response"] = JsonSerializer.SerializeToNode(response);
            }
            else if (known.Child("response") is { ValueKind: not JsonValueKind.Undefined } earlier)
            {
                bind["response"] = JsonSerializer.SerializeToNode(earlier);
            }

            _wanted["apigBind"] = MergePatch.Exactly(known, bind);
        }
        else
        {
            _wanted["apigBind"] = null;
        }

        if (result.Record is null)
        {
            SetApiStatus(name: null, ip: null);
        }
        else if (address is not null)
        {
            // Also of one that is not what the spec asks for: it is what leads somewhere.
            Url = address.UrlOf(result.Record.Path);
            DeveloperUI = address.DeveloperUIOf(api.Spec, result.Record.Path);
            SetApiStatus(api.Key.Name, address.Host);
        }

        var pending = result.Registered && address is null;
        Bridge["specHash"] = api.SpecHash;
        Bridge["gatewayAddress"] = address is null ? null : address.IngressAddress;
        if (!result.InDoubt)
        {
            Bridge[Unanswered] = null;
        }
        else if (result.Unavailable is null && api.Status.UnansweredAt is null)
        {
            // No retry remembers it.
            SetUnanswered();
        }

        Set(
            ConditionTypes.Registered,
            result.Registered ? ConditionStatus.True : ConditionStatus.False,
            pending ? ConditionReasons.AddressPending : result.Reason,
            pending ? $"{result.Message}; the gateway's Ingress has no address yet" : result.Message);
    }

    /// <summary>
    /// A call to the gateway was left unanswered just now, so the record proves nothing. The exact time makes each such note a write, with
    /// which whoever read the object before has to conflict.
    /// </summary>
    public void SetUnanswered() =>
        Bridge[Unanswered] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// The gateway was written for the object so many times more. Being counted makes that a write to the object in any case, with which
    /// whoever read it before has to conflict.
    /// </summary>
    public void CountGatewayWrites(int more)
    {
        if (more > 0)
        {
            Bridge["gatewayWrites"] = api.Status.GatewayWrites + more;
        }
    }

    /// <summary>Whether the implementation has a ready endpoint.</summary>
    public void SetReady(bool ready)
    {
        _wanted["implementation"] = new JsonObject { ["ready"] = ready };
        Set(
            ConditionTypes.ImplementationReady,
            ready ? ConditionStatus.True : ConditionStatus.False,
            ready ? ConditionReasons.EndpointsReady : ConditionReasons.NoReadyEndpoint,
            ready
                ? $"Service {api.Spec.Implementation} has a ready endpoint"
                : $"no EndpointSlice of Service {api.Spec.Implementation} has a ready endpoint");
    }

    /// <summary>Sets one condition; its transition time moves only when its status does.</summary>
    public void Set(string type, ConditionStatus status, string reason, string message)
    {
        var now = time.GetUtcNow();
        var condition = new Condition(type, status, reason, message, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        _conditions.RemoveAll(other => other.Type == type);
        _conditions.Add(condition.After(api.Status.Condition(type)));
    }

    /// <summary>The condition of a type where the draft says something new about it; null where it says what stands there.</summary>
    public Condition? ConditionChanged(string type) =>
        _conditions.Find(condition => condition.Type == type) is { } wanted
        && (api.Status.Condition(type) is not { } current
            || (current.Status, current.Reason, current.Message) != (wanted.Status, wanted.Reason, wanted.Message))
            ? wanted
            : null;

    /// <summary>The merge patch of the status; empty when nothing would change.</summary>
    public JsonObject Patch()
    {
        var wanted = (JsonObject)_wanted.DeepClone();
        wanted["conditions"] = Conditions();
        return MergePatch.Between(api.Status.Json, wanted);
    }

    private JsonObject Bridge
    {
        get
        {
            if (_wanted["apiBridge"] is not JsonObject bridge)
            {
                _wanted["apiBridge"] = bridge = [];
            }

            return bridge;
        }
    }

    private void SetApiStatus(string? name, string? ip) => _wanted["apiStatus"] = new JsonObject
    {
        ["name"] = name,
        ["url"] = Url,
        ["ip"] = ip,
        ["developerUI"] = DeveloperUI,
    };

    // A merge patch replaces a list whole, so others' conditions go along as they stand.
    private JsonArray Conditions()
    {
        var list = new JsonArray();
        foreach (var item in api.Status.Json.Items("conditions"))
        {
            if (_conditions.Find(condition => condition.Type == item.Text("type")) is null)
            {
                list.Add(JsonSerializer.SerializeToNode(item));
            }
        }

        foreach (var condition in _conditions)
        {
            list.Add(new JsonObject
            {
                ["type"] = condition.Type,
                ["status"] = condition.Status.ToString(),
                ["reason"] = condition.Reason,
                ["message"] = condition.Message,
                ["lastTransitionTime"] = condition.LastTransitionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            });
        }

        return list;
    }
}
