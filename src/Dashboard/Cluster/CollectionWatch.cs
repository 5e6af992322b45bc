using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ApiBridge.Administration;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Resilience;

namespace ApiBridge.Dashboard.Cluster;

/// <summary>
/// Follows a collection for whoever looks at it: a list whose pages are shown as they come, then a watch from there on. The bridge's reflector shows
/// nothing before the list is at its end, as one who decides must; a person wants the first page at once.
/// </summary>
/// <param name="reads">The API server.</param>
/// <param name="path">Tells the collection's path, with a query or without; asked before each list.</param>
/// <param name="sink">Who is told.</param>
/// <param name="state">What is said of the connection.</param>
/// <param name="time">The clock.</param>
internal sealed class CollectionWatch(
    ClusterReads reads, Func<CancellationToken, Task<string>> path, ICollectionSink sink, WatchState state, TimeProvider time)
{
    private const int PageSize = 500;

    // A server ends a watch after so long, and is asked for the next from there: one that is silent for longer was lost.
    private static readonly TimeSpan WatchTime = TimeSpan.FromMinutes(1);
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Silence = WatchTime + TimeSpan.FromSeconds(15);
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), LongestWait, time);
    private string _from = string.Empty;
    private bool _hasTold;

    /// <summary>Follows it until it is told to stop.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? version = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                version ??= await ListAsync(cancellationToken);
                version = await WatchAsync(version, cancellationToken);
                if (!_hasTold || version is null)
                {
                    // One that ends at once, or whose version is always too old, would otherwise be asked for without a pause.
                    await WaitAsync(cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (ClusterReads.Describe(exception) is { } problem)
            {
                state.Fails(problem);
                await WaitAsync(cancellationToken);
            }
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken) =>
        await _backoff.WaitAsync(atLeast: null, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // A list that went well says nothing of the watch after it: only this does.
    private void Tells()
    {
        _hasTold = true;
        _backoff.Reset();
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        _from = await path(cancellationToken);
        sink.BeginList();
        var next = string.Empty;
        while (true)
        {
            var token = next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : string.Empty;
            var asked = string.Create(CultureInfo.InvariantCulture, $"{With(_from)}limit={PageSize}{token}");
            var page = ListPage.Read(await reads.FindAsync(asked, cancellationToken) ?? throw new JsonException($"the API server does not serve {_from}"));
            sink.Take(page.Items);
            next = page.Continue;
            if (next.Length == 0)
            {
                sink.EndOfList();
                state.Completes();
                return page.ResourceVersion;
            }

            state.Works();
        }
    }

    /// <returns>The version to go on from; null when all has to be listed again.</returns>
    private async Task<string?> WatchAsync(string version, CancellationToken cancellationToken)
    {
        (_hasTold, var began) = (false, time.GetTimestamp());
        var asked = string.Create(
            CultureInfo.InvariantCulture,
            $"{With(_from)}watch=true&allowWatchBookmarks=true&timeoutSeconds={WatchTime.TotalSeconds}&resourceVersion={Uri.EscapeDataString(version)}");
        using var silence = new CancellationTokenSource(Silence, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            using var answer = await reads.WatchAsync(asked, stop.Token);
            if (answer is null)
            {
                return null;
            }

            state.Works();
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop.Token));
            while (await lines.ReadLineAsync(stop.Token) is { } line)
            {
                silence.CancelAfter(Silence);
                if (line.Length > 0 && Take(line) is var next)
                {
                    if (next is null)
                    {
                        return null;
                    }

                    version = next.Length > 0 ? next : version;
                }
            }

            return version;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("the API server has fallen silent", exception);
        }
        finally
        {
            if (time.GetElapsedTime(began) >= LongestWait)
            {
                // Nothing happened, and it would have been told.
                Tells();
            }
        }
    }

    /// <returns>The version that the line is of, empty where it does not say; null when the version watched from is too old.</returns>
    private string? Take(string line)
    {
        // Whether the object can be read is the sink's to find out: one that can't is there all the same.
        using var document = JsonDocument.Parse(line, AnyDepth);
        var (type, item) = (document.RootElement.Text("type"), document.RootElement.Child("object"));
        if (item.ValueKind is not JsonValueKind.Object)
        {
            throw new JsonException($"a watch of {_from} told of something without its object");
        }

        switch (type)
        {
            case "ADDED" or "MODIFIED":
                Tells();
                sink.Take([JsonMarshal.GetRawUtf8Value(item).ToArray()]);
                break;
            case "DELETED":
                Tells();
                sink.Remove(item);
                break;
            case "ERROR":
                return item.Number("code") is 410 ? null : throw new ClusterRefusalException($"the API server ended a watch of {_from}: {Excerpt.Of(item.Text("message"), Excerpt.SentenceBytes)}");
        }

        return item.Child("metadata").Text("resourceVersion");
    }

    private static string With(string path) => path.Contains('?', StringComparison.Ordinal) ? $"{path}&" : $"{path}?";
}
