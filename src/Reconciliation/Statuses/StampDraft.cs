using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Entries;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>
/// The status field <c>apiBridge</c>: whose status it is, and what is known of the object's entry. Every write carries the stamp; what stands
/// there under another's goes.
/// </summary>
internal sealed class StampDraft
{
    private const string Unanswered = UnansweredNote.Field;
    private const string Entry = "entry";
    private const string Repairs = "repairs";
    private const string RepairedAt = "repairedAt";
    private readonly ExposedApi _api;
    private readonly string _ownName;
    private readonly TimeProvider _time;
    private readonly JsonObject _wanted;

    /// <summary>A stamp with what the status lists as left.</summary>
    /// <param name="api">The object as it was read.</param>
    /// <param name="proof">What its status proves.</param>
    /// <param name="time">The clock.</param>
    public StampDraft(ExposedApi api, StatusProof proof, TimeProvider time)
    {
        (_api, _ownName, _time) = (api, proof.Own.Name, time);
        _wanted = new JsonObject { ["uid"] = api.Key.Uid, ["gateway"] = proof.Own.Gateway };
        SetLeftovers(proof.Listed);
    }

    /// <summary>What was decided on which spec, and by which address.</summary>
    public void SetDecision(RegistrationResult result, PublicAddress? address)
    {
        SetLeftovers(result.Leftovers);
        _wanted["specHash"] = _api.SpecHash;
        _wanted["yieldsTo"] = result.YieldsTo is { } elder
            ? new JsonObject { ["namespace"] = elder.Namespace, ["name"] = elder.Name, ["uid"] = elder.Uid }
            : null;
        _wanted["gatewayAddress"] = address?.IngressAddress;

        // A record under another name is one of a former entry.
        _wanted[Entry] = !result.InDoubt && result.Record?.Name != _ownName ? ExposedApiStatus.NoEntry : null;
        _wanted[Unanswered] = null;
        if (result.InDoubt)
        {
            SetInDoubt();
        }
    }

    /// <summary>The own entry is known to hold nothing.</summary>
    public void SetEmpty() => (_wanted[Unanswered], _wanted[Entry]) = (null, ExposedApiStatus.NoEntry);

    /// <summary>What the object may still have elsewhere.</summary>
    public void SetLeftovers(IEnumerable<Leftover> leftovers) => _wanted["left"] = LeftoverList.Of(leftovers);

    /// <summary>The own entry is in doubt, since when it was first.</summary>
    public void SetInDoubt()
    {
        if (_api.Status.UnansweredAt is null)
        {
            SetUnanswered();
        }
        else
        {
            _wanted.Remove(Unanswered);
        }
    }

    /// <summary>The own entry is in doubt from now on.</summary>
    public void SetUnanswered() => _wanted[Unanswered] = UnansweredNote.At(_time);

    /// <summary>The gateway was written for the object so many times more.</summary>
    public void CountGatewayWrites(int more)
    {
        if (more > 0)
        {
            _wanted["gatewayWrites"] = _api.Status.GatewayWrites + more;
        }
    }

    /// <summary>An audit registered the object anew.</summary>
    /// <param name="anew">Whether it is the first time, and not once more.</param>
    public void CountRepair(bool anew) => (_wanted[Repairs], _wanted[RepairedAt]) = ((anew ? 0 : _api.Status.Repairs) + 1, UnansweredNote.At(_time));

    /// <summary>What audits did is settled.</summary>
    public void ForgetRepairs() => (_wanted[Repairs], _wanted[RepairedAt]) = (null, null);

    /// <summary>The note that the own entry is in doubt, without a stamp.</summary>
    public JsonObject UnansweredAlone() => new() { [Unanswered] = _wanted[Unanswered]?.DeepClone() };

    /// <summary>All of it; what stands under another's stamp is taken out.</summary>
    public JsonObject ToJson()
    {
        var wanted = (JsonObject)_wanted.DeepClone();
        return _api.Status.IsOwn ? wanted : MergePatch.Exactly(_api.Status.Json.Child("apiBridge"), wanted);
    }
}
