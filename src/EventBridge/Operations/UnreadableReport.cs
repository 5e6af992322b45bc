using ApiBridge.Domain;
using ApiBridge.EventBridge.Watching;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Operations;

/// <summary>An object that can't be read, in the readiness report.</summary>
/// <param name="Resource">What is watched.</param>
/// <param name="Namespace">Its namespace, cut; empty when it names none.</param>
/// <param name="Name">Its name, cut; empty when it names none.</param>
/// <param name="Reason">Why it can't be read.</param>
internal sealed record UnreadableReport(string Resource, string Namespace, string Name, string Reason)
{
    public static UnreadableReport Of(WatchStatus watch, UnreadableObject found) =>
        new(watch.Resource, Excerpt.Of(found.Namespace), Excerpt.Of(found.Name), found.Reason);
}
