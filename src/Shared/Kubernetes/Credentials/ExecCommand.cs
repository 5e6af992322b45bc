using System.ComponentModel;
using System.Diagnostics;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>The command line of a plugin.</summary>
internal sealed class ExecCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly string[] _arguments;
    private readonly List<KeyValuePair<string, string>> _environment;

    private ExecCommand(string program, string[] arguments, List<KeyValuePair<string, string>> environment) =>
        (Program, _arguments, _environment) = (program, arguments, environment);

    /// <summary>The program's path.</summary>
    public string Program { get; }

    /// <summary>Reads it, and finds its program: beside the kubeconfig where it has a slash, else on PATH.</summary>
    /// <param name="exec">The field.</param>
    /// <param name="folder">The kubeconfig's folder.</param>
    /// <param name="environment">What PATH is.</param>
    /// <param name="info">What the plugin is told.</param>
    /// <exception cref="KubeconfigException">It can't be used.</exception>
    public static ExecCommand Read(KubeconfigFields exec, string folder, ClusterEnvironment environment, string info)
    {
        var command = exec.Text("command");
        if (command.Length == 0)
        {
            throw new KubeconfigException($"{exec.Place} has no command. Give the plugin's program.");
        }

        var program = command.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
            ? Candidates(Path.GetFullPath(command, folder)).FirstOrDefault(CanBeRun)
            : (environment.Variable("PATH") ?? string.Empty).Split(Path.PathSeparator).Where(Path.IsPathRooted)
                .SelectMany(place => Candidates(Path.Combine(place, command))).FirstOrDefault(CanBeRun);
        if (program is null)
        {
            var hint = exec.Text("installHint");
            throw new KubeconfigException(
                $"{exec.Place} has the command '{command}', which was not found, or can't be run. {(hint.Length > 0 ? Excerpt.Of(hint) : "Install it, or give its path.")}");
        }

        var variables = exec.Items("env").Select(item => item.Text("name") is { Length: > 0 } name
            ? KeyValuePair.Create(name, item.Text("value"))
            : throw new KubeconfigException($"{item.Place} has no name."));
        return new(program, [.. exec.Texts("args")], [.. variables, new("KUBERNETES_EXEC_INFO", info)]);
    }

    /// <summary>Runs it to its end, which may take a minute.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="KubeconfigException">It failed.</exception>
    public async Task<string> RunAsync(TimeProvider time)
    {
        var start = new ProcessStartInfo(Program, _arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            var (written, said) = (await output, await errors);
            return process.ExitCode == 0
                ? written
                : throw new KubeconfigException($"{Program} ended with code {process.ExitCode}: {Excerpt.Of(said.ReplaceLineEndings(" ").Trim())}");
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new KubeconfigException($"{Program} did not end within {Limit}.", exception);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new KubeconfigException($"{start.FileName} can't be run: {exception.Message}", exception);
        }
    }

    private static IEnumerable<string> Candidates(string path) => OperatingSystem.IsWindows()
        ? (Environment.GetEnvironmentVariable("PATHEXT") ?? ".exe").Split(';').Select(ending => path + ending).Prepend(path)
        : [path];

    private static bool CanBeRun(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None);
}
