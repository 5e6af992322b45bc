using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Functions;

/// <summary>The Functions app under the real host, which Core Tools' <c>func</c> starts as a child process. It ends with this process.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private const string Supervisor = "run-program-while-stdin-is-open.js";
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromMilliseconds(250);

    private readonly ChildProcess _process;

    private FunctionsHost(ChildProcess process, int port)
    {
        _process = process;
        StatusUrl = new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/api/status");
        Completion = CompleteAsync();
    }

    /// <summary>Where the app tells how things stand.</summary>
    public Uri StatusUrl { get; }

    /// <summary>Ends when it was stopped; fails with <see cref="FunctionsFailure.Died"/> when it ended by itself.</summary>
    public Task Completion { get; }

    /// <summary>Starts the host and waits until the app answers.</summary>
    /// <param name="options">Which.</param>
    /// <param name="settings">The app's settings, passed as environment variables: those win over any local.settings.json.</param>
    /// <param name="hears">Is told each line that the host says.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running host.</returns>
    /// <exception cref="FunctionsException">It can't be started; the message says why.</exception>
    public static async Task<FunctionsHost> StartAsync(
        FunctionsHostOptions options,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<string> hears,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(settings);
        var port = options.Port > 0 ? options.Port : FreePort();
        var start = new ProcessStartInfo(
            options.Node,
            [
                Path.Combine(AppContext.BaseDirectory, Supervisor),
                options.Func, "start", "--no-build", "--script-root", options.App, "--port", port.ToString(CultureInfo.InvariantCulture),
            ]);
        foreach (var (name, value) in settings.Append(new("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated")))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = ChildProcess.TryStart(start, hears, options.StopTimeout, time)
            ?? throw new FunctionsException(FunctionsFailure.NotStarted, $"{options.Node} was not found: install Node.js 20 or newer.");
        var host = new FunctionsHost(process, port);
        try
        {
            await host.ServingAsync(options.StartTimeout, time, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServingAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (!await AnswersAsync(client, waiting.Token))
            {
                if (_process.Exit.IsCompleted)
                {
                    throw new FunctionsException(FunctionsFailure.NotStarted, $"The Functions host ended before it served. It said: {_process.LastLines}");
                }

                await Task.Delay(ProbePeriod, time, waiting.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FunctionsException(
                FunctionsFailure.NotStarted,
                string.Create(CultureInfo.InvariantCulture, $"The Functions host did not serve within {patience.TotalSeconds:0} s. It said: {_process.LastLines}"),
                exception);
        }
    }

    // That one function answers shows that the host has found the app and that the app's process has started.
    private async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(StatusUrl, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private async Task CompleteAsync()
    {
        var exitCode = await _process.Exit;
        if (!_process.IsStopping)
        {
            throw new FunctionsException(
                FunctionsFailure.Died,
                string.Create(CultureInfo.InvariantCulture, $"the Functions host ended with code {exitCode} while it was in use. It said: {_process.LastLines}"));
        }
    }

    // func takes no port 0. Between here and its start somebody else may take this one; then func says so.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
