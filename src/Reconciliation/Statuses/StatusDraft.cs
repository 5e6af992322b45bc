using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Entries;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>The status that an object shall have, and the patch that gets it there.</summary>
internal sealed class StatusDraft
{
    private readonly ExposedApi _api;
    private readonly StampDraft _stamp;
    private readonly JsonObject _wanted = [];
    private readonly ConditionDraft _conditions;
    private bool _dropsReachable;

    /// <summary>
    /// A status with the object's stamp, which every write carries. What stands there under another's stamp goes, and that the own entry is
    /// in doubt is written down until something else is set.
    /// </summary>
    /// <param name="api">The object as it was read.</param>
    /// <param name="proof">What its status proves.</param>
    /// <param name="time">The clock.</param>
    public StatusDraft(ExposedApi api, StatusProof proof, TimeProvider time)
    {
        (_api, _stamp, _conditions) = (api, new(api, proof, time), new(api, time));
        (Url, DeveloperUI) = (ApiExposure.Of(api.Status)?.Url, ApiExposure.Of(api.Status)?.DeveloperUI); // They stay, for want of an address.
        if (proof.RecordWith(proof.Held) is null)
        {
            SetNoRecord();
        }

        if (proof.IsInDoubt)
        {
            _stamp.SetInDoubt();
        }
    }

    /// <summary>What a released object is left with: no record, and a condition that says so.</summary>
    public static JsonObject Released(ExposedApi api, StatusProof proof, IReadOnlyList<Leftover> left, int gatewayWrites, TimeProvider time)
    {
        var draft = new StatusDraft(api, proof, time);
        draft.Set(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.Removed, "the gateway no longer holds the registration");
        draft.SetNoRecord();
        draft.RemoveReachable();
        draft._stamp.SetEmpty();
        draft._stamp.SetLeftovers(left);
        draft.CountGatewayWrites(gatewayWrites);
        return draft.Patch();
    }

    /// <summary>
    /// The status as it is, with a new note that the own entry is in doubt. A record that nobody stamped, as the old operator left it, is not
    /// stamped by that: it proves nothing.
    /// </summary>
    public static JsonObject InDoubt(ExposedApi api, StatusProof proof, TimeProvider time)
    {
        var draft = new StatusDraft(api, proof, time);
        draft.SetUnanswered();
        return api.Status is { StampedUid.Length: 0, Registration: not null }
            ? new JsonObject { ["apiBridge"] = draft._stamp.UnansweredAlone() }
            : draft.Patch();
    }

    /// <summary>The URL the draft reports; null when it has none.</summary>
    public string? Url { get; private set; }

    /// <summary>The developer UI's URL; null when it has none.</summary>
    public string? DeveloperUI { get; private set; }

    /// <summary>Whether the gateway holds no registration, so that no URL leads anywhere.</summary>
    public bool IsWithdrawn { get; private set; }

    /// <summary>What the gateway holds and why.</summary>
    public void SetRegistration(RegistrationResult result, PublicAddressFinding found)
    {
        var address = found.Address;
        IsWithdrawn = result.Record is null;
        SetBind(result);
        if (result.Record is not null && address is not null)
        {
            // Also of one that is not what the spec asks for: it is what leads somewhere.
            Url = address.UrlOf(result.Record.Path);
            DeveloperUI = address.DeveloperUIOf(_api.Spec, result.Record.Path);
            SetApiStatus(_api.Key.Name, address.Host);
        }

        _stamp.SetDecision(result, address);
        _wanted["observedGeneration"] = _conditions.Generation;
        var pending = result.Registered && address is null;
        var message = pending ? $"{result.Message}; {found.Lack}" : result.Message;
        Set(
            ConditionTypes.Registered,
            result.Registered ? ConditionStatus.True : ConditionStatus.False,
            pending ? ConditionReasons.AddressPending : result.Reason,
            result.Remark.Length > 0 ? $"{message}; {result.Remark}" : KeptRemark(result, message) ?? message);
        _conditions.SetPolicies();
    }

    /// <summary>Says no more that the object is paused.</summary>
    public void RemovePaused() => _conditions.Remove(ConditionTypes.Paused);

    /// <summary>Says nothing any more of whether the gateway routes the object.</summary>
    public void RemoveReachable()
    {
        _conditions.Remove(ConditionTypes.Reachable);
        _stamp.ForgetRepairs();
    }

    /// <summary>The same along with whatever else is to be written; it is worth no write of its own.</summary>
    public void DropReachable() => _dropsReachable = true;

    /// <inheritdoc cref="StampDraft.CountRepair"/>
    public void CountRepair(bool anew) => _stamp.CountRepair(anew);

    /// <inheritdoc cref="StampDraft.ForgetRepairs"/>
    public void ForgetRepairs() => _stamp.ForgetRepairs();

    /// <summary>The gateway did not let go of the registration of an object that is being deleted.</summary>
    public void SetRemovalFailed(RegistrationResult result)
    {
        SetBind(result);
        _stamp.SetLeftovers(result.Leftovers);
        _stamp.SetInDoubt();
        RemoveReachable();
        Set(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed, result.Message);
    }

    /// <summary>
    /// The own entry is in doubt from now on, so the record proves nothing. The exact time makes each such note a write, with which whoever
    /// read the object before has to conflict.
    /// </summary>
    public void SetUnanswered() => _stamp.SetUnanswered();

    /// <summary>
    /// The gateway was written for the object so many times more. Being counted makes that a write to the object in any case, with which
    /// whoever read it before has to conflict.
    /// </summary>
    public void CountGatewayWrites(int more) => _stamp.CountGatewayWrites(more);

    /// <summary>Whether the implementation has a ready endpoint.</summary>
    public void SetReady(bool ready)
    {
        var service = Excerpt.Of(_api.Spec.Implementation);
        _wanted["implementation"] = new JsonObject { ["ready"] = ready };
        Set(
            ConditionTypes.ImplementationReady,
            ready ? ConditionStatus.True : ConditionStatus.False,
            ready ? ConditionReasons.EndpointsReady : ConditionReasons.NoReadyEndpoint,
            $"{(ready ? "Service" : "no EndpointSlice of Service")} {service} has a ready endpoint");
    }

    /// <inheritdoc cref="ConditionDraft.Set(string, ConditionStatus, string, string)"/>
    public void Set(string type, ConditionStatus status, string reason, string message) => _conditions.Set(type, status, reason, message);

    /// <inheritdoc cref="ConditionDraft.Changed"/>
    public Condition? ConditionChanged(string type) => _conditions.Changed(type);

    /// <summary>The merge patch of the status; empty when nothing would change.</summary>
    public JsonObject Patch()
    {
        var patch = Difference();
        if (!_dropsReachable || patch.Count == 0)
        {
            return patch;
        }

        RemoveReachable();
        return Difference();
    }

    private JsonObject Difference()
    {
        var wanted = (JsonObject)_wanted.DeepClone();
        wanted["apiBridge"] = _stamp.ToJson();
        wanted["conditions"] = _conditions.ToJson();
        return MergePatch.Between(_api.Status.Json, wanted);
    }

    // What it was called about before says nothing of now, unless nothing was called since.
    private string? KeptRemark(RegistrationResult result, string message) =>
        result is { Registered: true, Response: null, Leftovers.Count: 0 }
        && _api.Status.Leftovers.Count == 0
        && _api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.True } current
        && current.Message.StartsWith(result.Message, StringComparison.Ordinal)
        && current.Message.IndexOf("; the former ", result.Message.Length, StringComparison.Ordinal) is >= 0 and var start
            ? message + current.Message[start..]
            : null;

    private void SetBind(RegistrationResult result)
    {
        if (result.Record is not { } record)
        {
            SetNoRecord();
            return;
        }

        var known = _api.Status.Json.Child("apigBind");
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

    // Without a record no URL is claimed.
    private void SetNoRecord()
    {
        (Url, DeveloperUI, _wanted["apigBind"]) = (null, null, null);
        SetApiStatus(name: null, ip: null);
    }

    private void SetApiStatus(string? name, string? ip) => _wanted["apiStatus"] = new JsonObject
    {
        ["name"] = name,
        ["url"] = Url,
        ["ip"] = ip,
        ["developerUI"] = DeveloperUI,
    };
}
