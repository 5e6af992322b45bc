using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Functions;

/// <summary>The Functions app under a host, which is a child process and ends with this process.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    /// <summary>What ends a program with this one.</summary>
    internal const string Supervisor = "run-program-while-stdin-is-open.js";

    private readonly ChildProcess _process;
    private readonly HostAdmin _admin;
    private readonly TimeSpan _stopTimeout;

    private FunctionsHost(ChildProcess process, HostAdmin admin, Uri url, TimeSpan stopTimeout)
    {
        (_process, _admin, _stopTimeout) = (process, admin, stopTimeout);
        StatusUrl = new(url, "api/status");
        Completion = CompleteAsync();
    }

    /// <summary>Where the app tells how things stand.</summary>
    public Uri StatusUrl { get; }

    /// <summary>Ends when it was stopped; fails with <see cref="FunctionsFailure.Died"/> when it ended by itself.</summary>
    public Task Completion { get; }

    /// <summary>Starts the host and waits until it has loaded every function of the app.</summary>
    /// <param name="options">Which.</param>
    /// <param name="settings">The app's settings, passed as environment variables: those win over any local.settings.json.</param>
    /// <param name="hears">Is told each line that the host says.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running host.</returns>
    /// <exception cref="FunctionsException">It can't be started, or can't load a function; the message says why.</exception>
    public static async Task<FunctionsHost> StartAsync(
        FunctionsHostOptions options,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<string> hears,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(settings);
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            options.Node, [Path.Combine(AppContext.BaseDirectory, Supervisor), .. options.Command, "--script-root", options.App, "--port", port]);
        foreach (var (name, value) in settings.Append(new("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated")))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var url = new Uri($"http://127.0.0.1:{port}/");
        var process = ChildProcess.TryStart(start, hears, options.StopTimeout, time)
            ?? throw new FunctionsException(FunctionsFailure.NotStarted, $"{options.Node} was not found: install Node.js 20 or newer.");
        var host = new FunctionsHost(process, new HostAdmin(url, time), url, options.StopTimeout);
        try
        {
            await host.ServingAsync(await AppFunctions.ReadAsync(options.App, cancellationToken), options.StartTimeout, time, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the functions in work finish, and stops the host.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.ExpectEnd();
        try
        {
            await _admin.DrainAsync(_process.Exit, _stopTimeout);
        }
        finally
        {
            await _process.DisposeAsync();
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _admin.Dispose();
        }
    }

    private async Task ServingAsync(IReadOnlyList<string> functions, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var loaded = _admin.LoadedAsync(functions, waiting.Token);
            if (await Task.WhenAny(loaded, _process.Exit) == loaded)
            {
                await loaded;
                return;
            }

            await waiting.CancelAsync();
            await loaded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new FunctionsException(FunctionsFailure.NotStarted, $"The Functions host ended before it served. It said: {_process.LastLines}");
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FunctionsException(
                FunctionsFailure.NotStarted,
                string.Create(
                    CultureInfo.InvariantCulture, $"The Functions host had not loaded {string.Join(", ", functions)} within {patience.TotalSeconds:0} s. It said: {_process.LastLines}"),
                exception);
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
