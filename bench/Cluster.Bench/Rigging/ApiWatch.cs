using System.Collections.Concurrent;
using System.Text.Json;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Domain;

namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>Sees, in a watch of its own, when an operation is done: the API's status shows it, or the API is gone.</summary>
internal sealed class ApiWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, Wait> _waits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private readonly KubeApiServer _server;
    private readonly TimeProvider _time;
    private readonly Task _reading;
    private string _version = string.Empty;

    /// <summary>Begins to watch; there are no APIs yet.</summary>
    public ApiWatch(KubeApiServer server, TimeProvider time)
    {
        (_server, _time) = (server, time);
        _reading = ReadAsync();
    }

    /// <summary>Asks for an operation and waits until it is done.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="api">The API's name.</param>
    /// <param name="ask">Asks for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many milliseconds it took, from before it was asked for.</returns>
    public async Task<double> UntilDoneAsync(Operation operation, string api, Func<Task> ask, CancellationToken cancellationToken)
    {
        var wait = _waits[api] = new(operation, _hashes.GetValueOrDefault(api, string.Empty));
        var asked = _time.GetTimestamp();
        await ask();
        if (await Task.WhenAny(wait.Done.Task, _reading).WaitAsync(Patience, _time, cancellationToken) == _reading)
        {
            await _reading;
        }

        return _time.GetElapsedTime(asked, await wait.Done.Task).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    // An API server ends a watch that does not keep up with a burst.
    private async Task ReadAsync()
    {
        while (true)
        {
            var uri = new Uri($"{KubeApiServer.ApisPath}?watch=true&timeoutSeconds=7200&resourceVersion={_version}", UriKind.Relative);
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            using var answer = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _ending.Token);
            answer.EnsureSuccessStatusCode();
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(_ending.Token));
            while (await lines.ReadLineAsync(_ending.Token) is { } line)
            {
                using var change = JsonDocument.Parse(line);
                See(change.RootElement.Text("type"), change.RootElement.Child("object"));
            }
        }
    }

    private void See(string type, JsonElement api)
    {
        if (type == "ERROR")
        {
            throw new InvalidOperationException($"The API server ended the benchmark's watch: {api}");
        }

        var name = api.Child("metadata").Text("name");
        var isGone = type == "DELETED";
        var hash = isGone ? string.Empty : api.Child("status").Child("apiBridge").Text("specHash");
        (_hashes[name], _version) = (hash, api.Child("metadata").Text("resourceVersion"));
        if (_waits.TryGetValue(name, out var wait)
            && (wait.Operation is Operation.Delete ? isGone : hash.Length > 0 && hash != wait.HashBefore && IsSettled(api.Child("status"))))
        {
            wait.Done.TrySetResult(_time.GetTimestamp());
        }
    }

    private static bool IsSettled(JsonElement status) =>
        IsTrue(status, ConditionTypes.Registered) && IsTrue(status, ConditionTypes.ComponentNotified);

    private static bool IsTrue(JsonElement status, string type) =>
        status.Items("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    private sealed record Wait(Operation Operation, string HashBefore)
    {
        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
