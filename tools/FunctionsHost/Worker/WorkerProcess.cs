using System.Diagnostics;
using System.Globalization;
using ApiBridge.FunctionsHost.Settings;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>The process that runs the app's functions. What it writes to its console is told on.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly TimeProvider _time;

    private WorkerProcess(Process process, TimeProvider time) => (_process, _time) = (process, time);

    public int Id => _process.Id;

    /// <summary>Ends with the process's exit code.</summary>
    public Task<int> Exit { get; private init; } = null!;

    /// <summary>Starts it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="workerId">The name by which it connects.</param>
    /// <param name="host">Where it connects.</param>
    /// <param name="hears">Is told each line that it writes.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FunctionsHostException">There is no such program.</exception>
    public static WorkerProcess Start(ScriptRoot app, string workerId, Uri host, Action<string> hears, TimeProvider time)
    {
        var longest = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        var request = Guid.NewGuid().ToString();
        var start = new ProcessStartInfo(
            app.WorkerProgram,
            [
                app.WorkerAssembly,
                "--host", host.Host, "--port", host.Port.ToString(CultureInfo.InvariantCulture), "--workerId", workerId, "--requestId", request, "--grpcMaxMessageLength", longest,
                "--functions-uri", host.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", request, "--functions-grpc-max-message-length", longest,
            ])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = app.Folder,
        };
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment[StartupHook.Variable] = StartupHook.AddedTo(start.Environment.TryGetValue(StartupHook.Variable, out var others) ? others : null);
        try
        {
            var process = Process.Start(start)!;
            return new(process, time) { Exit = WatchAsync(process, hears) };
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new FunctionsHostException($"{app.WorkerProgram} can't be started ({exception.Message}): install the .NET 10 runtime.", exception);
        }
    }

    /// <summary>Ends it at once, with what it started.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits for its end, which it was asked for, and ends it when that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopTimeout, _time);
        }
        catch (TimeoutException)
        {
            Kill();
        }

        await Exit;
        _process.Dispose();
    }

    private static async Task<int> WatchAsync(Process process, Action<string> hears)
    {
        await Task.WhenAll(ReadAsync(process.StandardOutput, hears), ReadAsync(process.StandardError, hears));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> hears)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            hears(line);
        }
    }
}
