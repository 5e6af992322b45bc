using ApiBridge.Administration.Poison;
using ApiBridge.Dashboard.Apis;

namespace ApiBridge.Dashboard.Queueing;

/// <summary>What an action on given-up messages will bring about, for whoever is asked whether he means it.</summary>
internal static class Consequence
{
    private const string MayStay = "its route may stay on the gateway, and this may be the last that tells of it. Where it is to go, redrive the message instead.";

    /// <summary>Of sending them once more.</summary>
    /// <param name="view">The queue that they are in.</param>
    /// <param name="message">The message; null for all.</param>
    /// <param name="liveQueue">Where they are sent.</param>
    public static string OfRedrive(QueueView view, PoisonedMessage? message, string liveQueue) =>
        $"{Which(view, message)} is sent to {liveQueue} and then deleted here. A worker takes it at once, believes nothing of what is on record, and writes to the gateway again. "
        + "Attempts and age count anew: what fails that often again comes back here.";

    /// <summary>Of deleting them.</summary>
    /// <param name="view">The queue that they are in.</param>
    /// <param name="message">The message; null for all.</param>
    /// <param name="store">The APIs that are there.</param>
    public static string OfDrop(QueueView view, PoisonedMessage? message, ApiStore store)
    {
        var dropped = $"{Which(view, message)} is deleted for good. Nothing is done at the gateway";
        if (message is not null)
        {
            return $"{dropped}. {After(message, store)}";
        }

        var last = view.Shown.Count(one => IsLastOf(one, store));
        return $"{dropped}. Nothing looks again at an API that is deleted: its message may be the last that tells of its route, which then stays on the gateway. "
            + $"Of the {view.Shown.Count} that are shown, {last} may be such a message{(view.Unseen > 0 ? "; of the others nothing is known" : string.Empty)}. "
            + "An API that is there stays as it is until it changes or a resync looks at it.";
    }

    private static string Which(QueueView view, PoisonedMessage? message) =>
        message is null ? $"Every message that {view.Queue} has then, about {view.Count}, those that are not shown included," : "The message";

    private static string After(PoisonedMessage message, ApiStore store) =>
        message.Event is not { } known ? "It is no event, and no worker can do anything by it."
        : !IsLastOf(message, store) ? "The API stays as it is until it changes or a resync looks at it."
        : known.IsAboutDeletion ? $"It is about an API that was deleted, at which nothing looks again: {MayStay}"
        : $"No API of this name is seen here, and nothing looks again at one that is deleted: {MayStay}";

    // What is held by its finalizer is looked at again until it is released.
    private static bool IsLastOf(PoisonedMessage message, ApiStore store) =>
        message.Event is { } known
        && (store.Find(known.Key.Namespace, known.Key.Name) is not { } row || (known.IsAboutDeletion && row.State is not ApiState.Deleting));
}
