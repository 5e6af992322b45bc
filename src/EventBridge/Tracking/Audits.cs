using ApiBridge.EventBridge.Queueing;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>Which ExposedAPIs an audit is about, and the messages for them. May be used by several threads at once.</summary>
internal sealed class Audits(TrackedApis apis, MessageRequests requests)
{
    /// <summary>The names of those that are registered by their own status, and looked after.</summary>
    public IReadOnlyList<(string Namespace, string Name)> Names
    {
        get
        {
            lock (apis.Gate)
            {
                return [.. apis.All.Select(static api => api.Snapshot).Where(AreAbout).Select(static snapshot => snapshot.Name)];
            }
        }
    }

    /// <summary>Whether an audit is about an ExposedAPI: it is registered, and nobody keeps its worker from looking after it.</summary>
    public static bool AreAbout(ApiSnapshot api) =>
        api is { SaysRegistered: true, IsBeingDeleted: false, IsPaused: false, IsUnreadable: false }
        && !api.IsOutOfScope;

    /// <summary>What is left to say of an ExposedAPI by now of what was asked for.</summary>
    /// <param name="hint">What was to be said.</param>
    /// <param name="api">The ExposedAPI as it is known now; null when it is gone.</param>
    /// <returns>Null where only an audit was asked for, which is not about it any more.</returns>
    public static Hint? StillAsked(Hint hint, ApiSnapshot? api) =>
        !hint.IsAudit || (api is not null && AreAbout(api)) ? hint
        : hint.IsAuditAlone ? null
        : hint with { IsAudit = false };

    /// <summary>Asks for a look at an ExposedAPI's URL, if an audit is still about it.</summary>
    /// <param name="name">What it is called.</param>
    /// <returns>Whether it was asked for.</returns>
    public bool Ask((string Namespace, string Name) name)
    {
        lock (apis.Gate)
        {
            if (apis.Find(name) is not { } api || !AreAbout(api.Snapshot))
            {
                return false;
            }

            requests.Audit(api);
            return true;
        }
    }
}
