using System.Net;

namespace ApiBridge.Reachability.Bench.Rigging;

/// <summary>New APIs whose URLs are waited for, one after another.</summary>
internal sealed class Samples(Rig rig, ApiSet apis) : IDisposable
{
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private int _taken;

    /// <summary>Creates the next API by a POST, and asks for its URL until that answers 200.</summary>
    /// <param name="pause">How long nothing happens before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The time from the POST's answer.</returns>
    /// <exception cref="InvalidOperationException">The URL answered with something that is neither an unknown path's answer nor the API's.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<TimeSpan> NextAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, rig.Time, cancellationToken);
        var api = apis.Of(_taken++);
        var url = ApiSet.Resource(rig.GatewayUrl, api);
        await rig.CreateAsync(api, cancellationToken);
        for (var posted = rig.Time.GetTimestamp(); ;)
        {
            var status = await AskAsync(url, cancellationToken);
            var elapsed = rig.Time.GetElapsedTime(posted);
            if (status is HttpStatusCode.OK)
            {
                return elapsed;
            }

            if (status is not HttpStatusCode.NotFound)
            {
                throw new InvalidOperationException($"{url} was answered {(int)status}.");
            }

            if (elapsed > Patience)
            {
                throw new TimeoutException($"{url} was not routed within {Patience}. The worker said: {rig.LastLines}");
            }

            await Task.Delay(AskInterval, rig.Time, cancellationToken);
        }
    }

    /// <summary>Deletes them, so that as many APIs are left as there were.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => rig.RemoveAsync(apis, Enumerable.Range(0, _taken), cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<HttpStatusCode> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(url, cancellationToken);
        return answer.StatusCode;
    }
}
