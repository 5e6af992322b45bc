using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Streams changes, a JSON document a line.</summary>
/// <param name="store">What is watched.</param>
/// <param name="bookmarkInterval">How often a watch that allows bookmarks gets one.</param>
/// <param name="time">Drives bookmarks and timeouts.</param>
/// <param name="stopping">Ends all watches.</param>
internal sealed class WatchEndpoint(
    ObjectStore store, TimeSpan bookmarkInterval, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    public async Task WatchAsync(HttpContext context, ResourceAddress at)
    {
        var query = context.Request.Query;
        var selector = Selector.From(at, query);
        var revision = ResourceVersionParameter.Parse(query) is { } given and > 0 ? given : (long?)null;
        var stream = new WatchStream(context, Representations.Choose(context.Request, at.Version, time));
        var timeout = int.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : DefaultTimeout;
        using var timer = new CancellationTokenSource(timeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, context.RequestAborted, stopping);
        try
        {
            var wantsList = query["sendInitialEvents"] == "true";
            using var watch = store.Watch(at.Type.StoredAs, wantsList ? null : revision);
            await stream.StartAsync(ends.Token);
            if (revision is null || wantsList)
            {
                await WriteInitialAsync(stream, watch.Start, at, selector, wantsList, ends.Token);
            }

            await using var bookmarks = query["allowWatchBookmarks"] == "true"
                ? time.CreateTimer(_ => store.Bookmark(watch), null, bookmarkInterval, bookmarkInterval)
                : null;
            await foreach (var signal in watch.Signals.ReadAllAsync(ends.Token))
            {
                Write(stream, signal, at, selector);
                if (watch.Signals.Count == 0)
                {
                    await stream.FlushAsync(ends.Token);
                }
            }
        }
        catch (RevisionCompactedException compacted)
        {
            await stream.StartAsync(ends.Token);
            stream.WriteError(ApiErrors.Expired(compacted.Asked, compacted.Oldest).ToStatus());
            await stream.FlushAsync(ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The time is up, the client went, or the server stops: a watch just ends.
        }
    }

    private static async Task WriteInitialAsync(
        WatchStream stream, StoreSnapshot start, ResourceAddress at, Selector selector, bool marksEnd, CancellationToken ends)
    {
        foreach (var stored in start.Objects)
        {
            var body = VersionConversion.ToServed(stored, at.Type, at.Version);
            if (selector.Matches(stored, body))
            {
                stream.Write("ADDED", body);
            }
        }

        if (marksEnd)
        {
            var bookmark = Bookmark(at, start.Revision);
            bookmark.Metadata()["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
            stream.Write("BOOKMARK", bookmark);
        }

        await stream.FlushAsync(ends);
    }

    private static void Write(WatchStream stream, StoreSignal signal, ResourceAddress at, Selector selector)
    {
        if (signal is not StoreChange change)
        {
            stream.Write("BOOKMARK", Bookmark(at, signal.Revision));
            return;
        }

        // An object that an update moves into or out of the selection comes or goes, as far as this watch can see.
        var current = VersionConversion.ToServed(change.Current, at.Type, at.Version);
        var previous = change.Previous is { } state ? VersionConversion.ToServed(state, at.Type, at.Version) : null;
        var isIn = !change.Removed && selector.Matches(change.Current, current);
        var wasIn = previous is not null && selector.Matches(change.Previous!, previous);
        if (isIn)
        {
            stream.Write(wasIn ? "MODIFIED" : "ADDED", current);
        }
        else if (wasIn)
        {
            stream.Write("DELETED", change.Removed ? current : WithRevision(previous!, change.Revision));
        }
    }

    private static JsonObject WithRevision(JsonObject body, long revision)
    {
        var copy = (JsonObject)body.DeepClone();
        copy.Metadata()["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        return copy;
    }

    private static JsonObject Bookmark(ResourceAddress at, long revision) => new()
    {
        ["kind"] = at.Type.Kind,
        ["apiVersion"] = at.ApiVersion,
        ["metadata"] = new JsonObject
        {
            ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture),
            ["creationTimestamp"] = null,
        },
    };
}
