using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>
/// Asks for operations in a closed loop: there are so many outstanding that a worker always finds messages, and never more.
/// </summary>
internal sealed class Driver(KubeApiServer server, ApiWatch watch)
{
    /// <summary>Operations that are outstanding at once; a worker has up to 48 messages in work.</summary>
    public const int Outstanding = 128;

    private const int FirstPort = 8080;
    private int _phase;

    /// <summary>Does something to each API of a round.</summary>
    /// <param name="operation">What.</param>
    /// <param name="round">The APIs.</param>
    /// <param name="party">Who takes care of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many milliseconds each took.</returns>
    public async Task<IReadOnlyList<double>> RunAsync(Operation operation, Round round, IParty party, CancellationToken cancellationToken)
    {
        var latencies = new double[round.Apis.Count];
        _phase++;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, latencies.Length),
            new ParallelOptions { MaxDegreeOfParallelism = Outstanding, CancellationToken = cancellationToken },
            async (number, stop) => latencies[number] = await DoAsync(operation, round, number, party, stop));
        return latencies;
    }

    private async Task<double> DoAsync(Operation operation, Round round, int number, IParty party, CancellationToken cancellationToken)
    {
        var name = Round.NameOf(number);
        try
        {
            return await watch.UntilDoneAsync(operation, name, () => AskAsync(operation, round, number, party, cancellationToken), cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{operation} {name}: not done. The party said: {party.LastLines}", exception);
        }
    }

    private async Task AskAsync(Operation operation, Round round, int number, IParty party, CancellationToken cancellationToken)
    {
        var name = Round.NameOf(number);
        var path = $"{KubeApiServer.ApisPath}/{name}";
        await (operation switch
        {
            Operation.Create => server.StoreApisAsync([round.Apis[number]], cancellationToken),
            Operation.Update => PatchAsync(path, string.Create(CultureInfo.InvariantCulture, $"\"port\": {FirstPort + _phase}"), cancellationToken),
            Operation.Move => PatchAsync(path, string.Create(CultureInfo.InvariantCulture, $"\"path\": \"/{name}/moved/{_phase}\""), cancellationToken),
            _ => server.SendAsync(HttpMethod.Delete, path, content: null, cancellationToken),
        });
        party.Tell(operation, name);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The request that it is sent with disposes of it.")]
    private Task PatchAsync(string path, string spec, CancellationToken cancellationToken) => server.SendAsync(
        HttpMethod.Patch,
        path,
        new StringContent($$"""{ "spec": { {{spec}} } }""", Encoding.UTF8, new MediaTypeHeaderValue("application/merge-patch+json")),
        cancellationToken);
}
