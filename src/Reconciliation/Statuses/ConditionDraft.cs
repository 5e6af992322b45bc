using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>The conditions that an object shall have: ours as they are set, next to whatever others set.</summary>
/// <param name="status">The status as it stands.</param>
internal sealed class ConditionDraft(ExposedApiStatus status)
{
    private static readonly string[] OwnTypes = [ConditionTypes.Registered, ConditionTypes.ImplementationReady, ConditionTypes.ComponentNotified];
    private readonly List<Condition> _conditions = [];

    /// <summary>
    /// Sets one; its transition time moves only when its status does. Whatever values its message is made of, it is an <see cref="Excerpt"/>:
    /// an API server takes 32,768 characters, and an object of 1.5 MiB.
    /// </summary>
    public void Set(Condition condition)
    {
        _conditions.RemoveAll(other => other.Type == condition.Type);
        var shown = condition with { Message = Excerpt.Of(condition.Message, Excerpt.SentenceBytes) };
        _conditions.Add(shown.After(status.Condition(condition.Type)));
    }

    /// <summary>The condition of a type where the draft says something new about it; null where it says what stands there.</summary>
    public Condition? Changed(string type) =>
        _conditions.Find(condition => condition.Type == type) is { } wanted
        && (status.Condition(type) is not { } current
            || (current.Status, current.Reason, current.Message) != (wanted.Status, wanted.Reason, wanted.Message))
            ? wanted
            : null;

    /// <summary>
    /// All of them: a merge patch replaces a list whole, so others' go along as they stand. Ours that stand in a status of another object
    /// do not.
    /// </summary>
    public JsonArray ToJson()
    {
        var list = new JsonArray();
        foreach (var item in status.Json.Items("conditions"))
        {
            if (_conditions.Find(condition => condition.Type == item.Text("type")) is null && (status.IsOwn || !OwnTypes.Contains(item.Text("type"))))
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
