using System.Collections.Concurrent;
using System.Net;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>Counts what a worker asks of an API server, by path and by what came of it.</summary>
internal sealed class CountingHandler : DelegatingHandler
{
    private readonly ConcurrentQueue<(HttpMethod Method, string Path, HttpStatusCode Status)> _seen = new();

    /// <summary>How many patches of this resource were answered so.</summary>
    public int Patches(string plural, params HttpStatusCode[] statuses) => _seen.Count(seen =>
        seen.Method == HttpMethod.Patch && seen.Path.Contains($"/{plural}/", StringComparison.Ordinal) && statuses.Contains(seen.Status));

    /// <summary>How many objects of this resource were read one by one.</summary>
    public int Reads(string plural) => _seen.Count(seen => seen.Method == HttpMethod.Get && seen.Path.Contains($"/{plural}/", StringComparison.Ordinal));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        _seen.Enqueue((request.Method, request.RequestUri!.AbsolutePath, response.StatusCode));
        return response;
    }
}
