namespace ApiBridge.Cluster.Bench.Reference;

/// <summary>The watches that a bridge holds open, read and thrown away.</summary>
internal sealed class OpenWatches : IAsyncDisposable
{
    private static readonly string[] Collections =
    [
        "/apis/oda.tmforum.org/v1/exposedapis", "/apis/discovery.k8s.io/v1beta1/endpointslices", "/apis/networking.k8s.io/v1/ingresses",
    ];

    private readonly CancellationTokenSource _closing = new();
    private Task _reading = Task.CompletedTask;

    private OpenWatches()
    {
    }

    /// <summary>Opens them.</summary>
    public static async Task<OpenWatches> OpenAsync(HttpClient client)
    {
        var watches = new OpenWatches();
        List<HttpResponseMessage> answers = [];
        foreach (var collection in Collections)
        {
            var uri = new Uri($"{collection}?watch=true&allowWatchBookmarks=true&timeoutSeconds=7200", UriKind.Relative);
            using var request = new HttpRequestMessage(HttpMethod.Get, uri)
            {
                Version = client.DefaultRequestVersion,
                VersionPolicy = client.DefaultVersionPolicy,
            };
            answers.Add((await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None)).EnsureSuccessStatusCode());
        }

        watches._reading = Task.WhenAll(answers.Select(answer => Crash.OnFailureAsync(ReadAsync(answer, watches._closing.Token))));
        return watches;
    }

    /// <summary>Closes them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private static async Task ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
            throw new InvalidOperationException("the API server ended a watch");
        }
    }
}
