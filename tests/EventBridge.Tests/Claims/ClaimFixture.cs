using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tests.Tracking;

namespace ApiBridge.EventBridge.Tests.Claims;

/// <summary>APIs that claim one path, the eldest first: a0, a1 and so on.</summary>
public abstract class ClaimFixture : TrackerFixture
{
    private const string Path = "/shop";

    private protected static Api Holder(int place) => Converged with { Name = Name(place), Uid = Uid(place), Path = Path, Created = Created(place) };

    private protected static Api Newcomer(int place) => new() { Name = Name(place), Uid = Uid(place), Path = Path, Created = Created(place) };

    private protected static Api Waiting(int place, int elder) => Holder(place) with
    {
        Refusal = ConditionReasons.PathConflict,
        HoldsNothing = true,
        YieldsTo = Holder(elder).Key,
    };

    private protected static Api Refused(int place) => Holder(place) with { Refusal = ConditionReasons.GatewayRefused, HoldsNothing = true };

    /// <summary>Lists them, and sends what that asks for.</summary>
    private protected async Task<IReadOnlyList<(ObjectKey Key, Hint Hint)>> ListAsync(params Api[] apis)
    {
        Tracker.Replaced([.. apis.Select(api => api.Snapshot())], @namespace: null);
        return await AllSentAsync();
    }

    /// <summary>Sends all that waits; what is not needed any more is left out.</summary>
    private protected async Task<IReadOnlyList<(ObjectKey Key, Hint Hint)>> AllSentAsync()
    {
        var sent = new List<(ObjectKey Key, Hint Hint)>();
        while (Outbox.Waiting > 0)
        {
            var (key, hint) = await SentAsync();
            if (Tracker.Refresh(key, hint) is { } current)
            {
                sent.Add((key, current));
            }
        }

        return [.. sent.OrderBy(item => item.Key.Name, StringComparer.Ordinal)];
    }

    private static string Name(int place) => $"a{place:D4}";

    private static string Uid(int place) => $"u{place:D4}";

    private static string Created(int place) => $"2026-01-01T00:{place / 60:D2}:{place % 60:D2}Z";
}
