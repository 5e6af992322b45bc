using System.Diagnostics;
using ApiBridge.LocalStack.Functions;

namespace ApiBridge.LocalStack.Running;

/// <summary><c>apibridge dashboard</c> of the stack, which is a child process and ends with this one.</summary>
internal sealed class DashboardProcess : IAsyncDisposable
{
    private const string Marker = "?token=";
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;

    private DashboardProcess(ChildProcess process, Uri url) => (_process, Url, Completion) = (process, url, CompleteAsync(process));

    /// <summary>Where a browser finds it.</summary>
    public Uri Url { get; }

    /// <summary>Ends when it was stopped; fails when it ended by itself.</summary>
    public Task Completion { get; }

    /// <summary>Starts it, and waits until it serves.</summary>
    /// <param name="node">The program that ends it with this one.</param>
    /// <param name="settings">The settings of bridge and worker.</param>
    /// <param name="arguments">What else the command is told.</param>
    /// <param name="hears">Told each line that it says.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FunctionsException">It is not built, or does not start; the message says why.</exception>
    public static async Task<DashboardProcess> StartAsync(
        string node, IEnumerable<KeyValuePair<string, string?>> settings, IEnumerable<string> arguments, Action<string> hears, TimeProvider time, CancellationToken cancellationToken)
    {
        var program = Path.Combine(BuiltPrograms.Folder("src", "CommandLine"), "apibridge.dll");
        var start = new ProcessStartInfo(
            node, [Path.Combine(AppContext.BaseDirectory, FunctionsHost.Supervisor), "dotnet", program, "dashboard", "--no-browser", .. arguments])
        {
            // A local.settings.json of the folder that this is run in is another app's.
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var said = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(string line)
        {
            if (line.Contains(Marker, StringComparison.Ordinal) && Uri.TryCreate(line.Trim(), UriKind.Absolute, out var url))
            {
                said.TrySetResult(url);
                return; // The token is nobody's to read in a log.
            }

            hears(line);
        }

        var process = ChildProcess.TryStart(start, Hear, StopTimeout, time)
            ?? throw new FunctionsException(FunctionsFailure.NotStarted, $"{node} was not found: install Node.js 20 or newer.");
        try
        {
            await Task.WhenAny(said.Task, process.Exit).WaitAsync(StartTimeout, time, cancellationToken);
            return said.Task.IsCompletedSuccessfully
                ? new(process, await said.Task)
                : throw new FunctionsException(FunctionsFailure.NotStarted, $"The dashboard ended before it served. It said: {process.LastLines}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CompleteAsync(ChildProcess process)
    {
        var exitCode = await process.Exit;
        if (!process.IsStopping)
        {
            throw new FunctionsException(FunctionsFailure.Died, $"the dashboard ended with code {exitCode}. It said: {process.LastLines}");
        }
    }
}
