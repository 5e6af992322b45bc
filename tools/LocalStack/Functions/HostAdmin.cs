using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Functions;

/// <summary>The Functions host's admin endpoints. Started on a developer's machine, it asks for no key.</summary>
internal sealed class HostAdmin(Uri host, TimeProvider time) : IDisposable
{
    private const string NotDraining = "Disabled";
    private const string Drained = "Completed";
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Waits until the host has loaded every function.</summary>
    /// <exception cref="FunctionsException">It says that functions are in error: they would never run.</exception>
    public async Task LoadedAsync(IReadOnlyList<string> functions, CancellationToken cancellationToken)
    {
        List<string> faults = [];
        foreach (var function in functions)
        {
            IReadOnlyList<string>? errors;
            while ((errors = await FindErrorsAsync(function, cancellationToken)) is null)
            {
                await Task.Delay(Period, time, cancellationToken);
            }

            faults.AddRange(errors.Select(error => $"{function}: {error}"));
        }

        if (faults.Count > 0)
        {
            throw new FunctionsException(FunctionsFailure.NotStarted, $"The Functions host can't run every function. {string.Join(' ', faults)}");
        }
    }

    /// <summary>Has the host take no more messages, and waits until those in work are finished.</summary>
    /// <param name="exit">Ends when the host has: there is nothing to wait for then.</param>
    /// <param name="patience">How long it waits at most.</param>
    public async Task DrainAsync(Task exit, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            // Twice, for what was taken last may not be counted yet, and what was finished last may not be deleted from its queue yet.
            for (var idle = 0; idle < 2 && !exit.IsCompleted;)
            {
                var state = await StateAsync(limit.Token);
                idle = state == Drained ? idle + 1 : 0;
                if (state == NotDraining)
                {
                    using var accepted = await _client.PostAsync(new Uri("admin/host/drain", UriKind.Relative), content: null, limit.Token);
                }

                await Task.Delay(Period, time, limit.Token);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or JsonException or OperationCanceledException)
        {
            // It does not answer, or works for too long: what it has in hand is cut off, and comes back to the next.
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <returns>Null while the host does not know the function yet.</returns>
    private async Task<IReadOnlyList<string>?> FindErrorsAsync(string function, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri($"admin/functions/{function}/status", UriKind.Relative), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? [.. (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).Items("errors").Select(error => error.ToString())]
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<string> StateAsync(CancellationToken cancellationToken) =>
        (await _client.GetFromJsonAsync<JsonElement>(new Uri("admin/host/drain/status", UriKind.Relative), cancellationToken)).Text("state");
}
