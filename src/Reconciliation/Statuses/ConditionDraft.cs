using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>
/// The conditions that an object shall have: ours as they are set, next to whatever others set. Ready is never set: it follows from the others
/// in every write.
/// </summary>
/// <param name="api">The object as it was read.</param>
/// <param name="time">The clock.</param>
internal sealed class ConditionDraft(ExposedApi api, TimeProvider time)
{
    private const string ObservedGeneration = "observedGeneration";
    private readonly List<Condition> _conditions = [];
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);

    /// <summary>
    /// The generation that what is set now is about. Without a status subresource every status write raises it, so that none is told: whoever
    /// compares the two would wait for ever.
    /// </summary>
    public long? Generation => api is { HasStatusSubresource: true, Generation: > 0 } ? api.Generation : null;

    // To the second, as metav1.Time has it.
    private DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    /// <summary>
    /// Sets one; its transition time moves only when its status does. Whatever values its message is made of, it is an <see cref="Excerpt"/>:
    /// an API server takes 32,768 characters, and an object of 1.5 MiB.
    /// </summary>
    public void Set(string type, ConditionStatus status, string reason, string message) =>
        Set(new(type, status, reason, message, default) { ObservedGeneration = Generation });

    /// <summary>Says that the object is paused, since when its status said so first, under whatever stamp.</summary>
    /// <param name="message">Why, for people.</param>
    public void SetPaused(string message) => _conditions.Add(
        new(ConditionTypes.Paused, ConditionStatus.True, ConditionReasons.Annotated, message, api.Status.PausedSince ?? Now) { ObservedGeneration = Generation });

    /// <summary>Says nothing any more of what a type is about.</summary>
    public void Remove(string type)
    {
        _conditions.RemoveAll(condition => condition.Type == type);
        _removed.Add(type);
    }

    /// <summary>Says which policies of the spec nothing enforces; the condition goes where it asks for none.</summary>
    public void SetPolicies()
    {
        if (DerivedConditions.PoliciesApplied(api.Spec) is { } policies)
        {
            Set(policies with { ObservedGeneration = Generation });
        }
        else
        {
            _removed.Add(ConditionTypes.PoliciesApplied);
        }
    }

    /// <summary>The condition of a type where the draft says something new about it; null where it says what stands there.</summary>
    public Condition? Changed(string type) =>
        _conditions.Find(condition => condition.Type == type) is { } wanted
        && (api.Status.Condition(type) is not { } current
            || (current.Status, current.Reason, current.Message) != (wanted.Status, wanted.Reason, wanted.Message))
            ? wanted
            : null;

    /// <summary>
    /// All of them: a merge patch replaces a list whole, so others' go along as they stand. Ours that stand in a status of another object
    /// do not, nor does Paused on one that is not paused any more.
    /// </summary>
    public JsonArray ToJson()
    {
        var ready = DerivedConditions.Ready(Wanted(ConditionTypes.Registered), Wanted(ConditionTypes.ImplementationReady));
        Condition[] own = [.. _conditions, .. ready is null ? Array.Empty<Condition>() : [Dated(ready)]];
        return
        [
            .. api.Status.Json.Items("conditions").Where(item => Stays(item.Text("type"), own)).Select(AsItStands),
            .. own.Select(ToJson),
        ];
    }

    private static JsonNode ToJson(Condition condition)
    {
        var json = new JsonObject
        {
            ["type"] = condition.Type,
            ["status"] = condition.Status.ToString(),
            ["reason"] = condition.Reason,
            ["message"] = condition.Message,
            ["lastTransitionTime"] = condition.LastTransitionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (condition.ObservedGeneration is { } generation)
        {
            json[ObservedGeneration] = generation;
        }

        return json;
    }

    private void Set(Condition condition)
    {
        _conditions.RemoveAll(other => other.Type == condition.Type);
        _conditions.Add(Dated(condition));
    }

    private Condition Dated(Condition condition)
    {
        var shown = condition with { Message = Excerpt.Of(condition.Message, Excerpt.SentenceBytes), LastTransitionTime = Now };
        return shown.After(api.Status.Condition(condition.Type));
    }

    private Condition? Wanted(string type) => _conditions.Find(condition => condition.Type == type) ?? Standing(type);

    // One that stands says nothing of a generation either, where none tells a change of the spec any more.
    private Condition? Standing(string type) =>
        api.Status.Condition(type) is { } standing && Generation is null ? standing with { ObservedGeneration = null } : api.Status.Condition(type);

    private bool Stays(string type, IEnumerable<Condition> own) =>
        !own.Any(condition => condition.Type == type)
        && !_removed.Contains(type)
        && type switch
        {
            ConditionTypes.Paused => api.IsPaused,
            ConditionTypes.Ready => false,
            _ => api.Status.IsOwn || !DerivedConditions.IsOwn(type),
        };

    private JsonNode? AsItStands(JsonElement item)
    {
        var json = JsonSerializer.SerializeToNode(item);
        if (Generation is null && DerivedConditions.IsOwn(item.Text("type")))
        {
            json!.AsObject().Remove(ObservedGeneration);
        }

        return json;
    }
}
