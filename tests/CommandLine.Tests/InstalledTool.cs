using System.Diagnostics;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.CommandLine.Tests;

/// <summary>The package of the tool, and the tool installed from it as a user does, with no other source of packages.</summary>
public sealed class InstalledTool : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task> _installed;

    public InstalledTool() => _installed = new(InstallAsync);

    /// <summary>The package's file.</summary>
    public string Package => Directory.EnumerateFiles(_folder.Path, "*.nupkg").Single();

    /// <summary>The folder with the program <c>apibridge</c>, once it is installed.</summary>
    public string Folder => Path.Combine(_folder.Path, "tools");

    /// <summary>Returns when it is installed.</summary>
    public Task InstalledAsync() => _installed.Value;

    /// <summary>Runs a program, with the tool's folder first on the path.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public async Task<(int Code, string Output, string Error)> RunAsync(string program, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.Path,
            Environment =
            {
                ["PATH"] = $"{Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["HOME"] = _folder.Path,
                ["DOTNET_CLI_HOME"] = _folder.Path,
                ["DOTNET_NOLOGO"] = "1",
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
            },
        };
        return await ProcessRun.RunAsync(start, input);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private async Task InstallAsync()
    {
        // What the tests were built with is packed.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var project = Path.Combine(RepositoryFolder.Root, "src", "CommandLine");
        await SucceedAsync("pack", project, "--configuration", configuration, "--no-build", "--output", _folder.Path);
        var sources = _folder.Write("NuGet.Config", $"""<configuration><packageSources><clear /><add key="packed" value="{_folder.Path}" /></packageSources></configuration>""");
        await SucceedAsync("tool", "install", "apibridge", "--tool-path", Folder, "--configfile", sources);
    }

    private async Task SucceedAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync("dotnet", arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)} ended with {code}: {output}{error}");
    }
}
