using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>Makes a plan of what a reconcile asked for.</summary>
internal static class PlanDraft
{
    /// <summary>The plan.</summary>
    /// <param name="key">The object.</param>
    /// <param name="seen">What its reconcile asked for.</param>
    /// <param name="entries">Which entry on the gateway is its own.</param>
    public static Plan Of(ObjectKey key, Observation seen, GatewayEntries entries)
    {
        var (own, before, after) = (entries.Of(key), seen.Read?.Status, seen.Status ?? seen.Read?.Status);
        IReadOnlyList<FieldChange> changes = [.. ChangesOf(before, after), .. seen.Told];
        var would = ActionOf(seen, after);
        return new()
        {
            Namespace = key.Namespace,
            Name = key.Name,
            Would = would,
            Why = WhyOf(would, seen, after),
            Gateway = own.Gateway,
            Entry = own.Name,
            Path = would is PlanAction.Remove ? null : after?.Registration?.Path,
            Url = NullIfEmpty(would is PlanAction.Remove ? string.Empty : after?.Url),
            Calls = [.. seen.Calls.Select(call => call.ToString())],
            Changes = changes,
            Finalizers = [.. FinalizersOf(seen)],
            Surprises = [.. SurprisesOf(would, seen, changes, after, own)],
        };
    }

    /// <summary>The plan for an object of which nothing can be told.</summary>
    public static Plan Unknown(ObjectKey key, string why, GatewayEntries entries) => new()
    {
        Namespace = key.Namespace,
        Name = key.Name,
        Would = PlanAction.Unknown,
        Why = why,
        Gateway = entries.Of(key).Gateway,
        Entry = entries.Of(key).Name,
        Surprises = [why],
    };

    /// <summary>The plan for an object that is there and can't be read.</summary>
    public static Plan Unreadable(UnreadableObject found) => new()
    {
        Namespace = found.Namespace,
        Name = found.Name,
        Would = PlanAction.Unknown,
        Why = UnreadableEvent.Message(found),
        Gateway = string.Empty,
        Entry = string.Empty,
        Surprises = [UnreadableEvent.Message(found)],
    };

    private static PlanAction ActionOf(Observation seen, ExposedApiStatus? after) => (seen.Read, Registered(after)) switch
    {
        (null, _) => seen.Calls.Count > 0 ? PlanAction.Remove : seen.Warnings.Count > 0 ? PlanAction.Unknown : PlanAction.Nothing,
        ({ IsBeingDeleted: true }, _) => seen.Calls.Count > 0 || seen.Finalizers is not null ? PlanAction.Remove : PlanAction.Nothing,
        ({ IsPaused: true }, _) => PlanAction.Pause,
        _ when seen.Status is null && seen.Told.Count == 0 && seen.Finalizers is null => PlanAction.Nothing,
        (_, { Reason: ConditionReasons.PathConflict }) => PlanAction.Wait,
        (_, { Status: not ConditionStatus.True } or null) => PlanAction.Refuse,
        ({ Status: var before }, _) when seen.Calls.Any(call => call.IsCreation) =>
            before.Registration is null ? PlanAction.Register : before.IsOwn ? PlanAction.Replace : PlanAction.Adopt,
        _ => PlanAction.Update,
    };

    private static string WhyOf(PlanAction would, Observation seen, ExposedApiStatus? after) => would switch
    {
        PlanAction.Remove => seen.Read is null ? "it is gone" : "it is being deleted",
        PlanAction.Nothing when seen.Read is null => "it is gone, and nothing is left of it",
        PlanAction.Nothing => "all is as it shall be",
        PlanAction.Pause => after?.Condition(ConditionTypes.Paused)?.Message ?? $"the annotation {ExposedApi.PausedAnnotation} is true",
        PlanAction.Unknown => string.Join("; ", seen.Warnings.Select(warning => warning.Message)),
        PlanAction.Adopt => "its status has a registration that no stamp proves: one creation replaces what is there and proves it",
        PlanAction.Register => "no record tells of a registration",
        PlanAction.Replace => "the registration on record is not what its spec asks for, or is in doubt",
        PlanAction.Update => "what its status or its Component says is not up to date",
        _ => Registered(after)?.Message ?? "nothing was decided",
    };

    private static IEnumerable<FieldChange> ChangesOf(ExposedApiStatus? before, ExposedApiStatus? after)
    {
        foreach (var (parent, field) in new[]
        {
            ("apiStatus", "name"), ("apiStatus", "url"), ("apiStatus", "ip"), ("apiStatus", "developerUI"), ("implementation", "ready"),
        })
        {
            var (was, shall) = (Text(before, parent, field), Text(after, parent, field));
            if (was != shall)
            {
                yield return new($"{parent}.{field}", was, shall);
            }
        }
    }

    private static IEnumerable<string> FinalizersOf(Observation seen)
    {
        var (before, after) = (seen.Read?.Finalizers ?? [], seen.Finalizers ?? seen.Read?.Finalizers ?? []);
        return [.. after.Except(before).Select(set => $"set {set}"), .. before.Except(after).Select(dropped => $"drop {dropped}")];
    }

    // What is made anew where nothing was is no surprise, nor is what stays as it is.
    private static IEnumerable<string> SurprisesOf(
        PlanAction would, Observation seen, IReadOnlyList<FieldChange> changes, ExposedApiStatus? after, GatewayEntry own)
    {
        if (would is PlanAction.Nothing or PlanAction.Pause)
        {
            yield break;
        }

        foreach (var call in seen.Calls.Where(call => !call.IsCreation))
        {
            yield return $"would {call}{(would is PlanAction.Remove ? ", for it is being deleted" : string.Empty)}";
        }

        foreach (var call in seen.Calls.Where(call => call.IsCreation && (call.Gateway, call.Registration.Name) == (own.Gateway, own.Name)
            && seen.Read?.Status.Registration is { } record && (record.Name, record.Path) != (own.Name, call.Registration.Path)))
        {
            yield return $"{seen.Read!.Status.Registration} becomes {call.Registration}";
        }

        foreach (var change in changes.Where(change => change.Before is not null && IsNoticed(change)))
        {
            yield return $"{change}";
        }

        if (would is PlanAction.Wait or PlanAction.Refuse)
        {
            yield return $"not registered: {Registered(after)?.Message ?? "nothing was decided"}";
        }
        else if (Registered(after) is { Reason: ConditionReasons.AddressPending } pending && after!.Url.Length == 0)
        {
            yield return $"no URL: {pending.Message}";
        }

        foreach (var (reason, message) in seen.Warnings.Where(warning => warning.Message != Registered(after)?.Message))
        {
            yield return $"{reason}: {message}";
        }
    }

    // A Service that is found ready is what everybody waits for.
    private static bool IsNoticed(FieldChange change) =>
        !change.Field.EndsWith("ready", StringComparison.Ordinal) || !string.Equals(change.After, "true", StringComparison.OrdinalIgnoreCase);

    private static Condition? Registered(ExposedApiStatus? status) => status?.Condition(ConditionTypes.Registered);

    private static string? Text(ExposedApiStatus? status, string parent, string field) =>
        status is null ? null : NullIfEmpty(status.Json.Child(parent).AsWritten(field));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
