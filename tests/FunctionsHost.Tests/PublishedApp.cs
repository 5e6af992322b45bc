using System.Diagnostics;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>The Functions app as it is deployed: the output of <c>dotnet publish</c>, of what was built with the tests.</summary>
internal sealed class PublishedApp : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private PublishedApp()
    {
    }

    /// <summary>Where it is.</summary>
    public string Folder => _folder.Path;

    /// <summary>Publishes it.</summary>
    public static async Task<PublishedApp> PublishAsync(CancellationToken cancellationToken)
    {
        var configuration = Directory.GetParent(HostProcess.BuiltApp)!.Name;
        var app = new PublishedApp();
        var start = new ProcessStartInfo("dotnet", ["publish", HostProcess.AppSources, "-c", configuration, "--no-build", "-o", app.Folder, "-nodeReuse:false"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        var said = await Task.WhenAll(publish.StandardOutput.ReadToEndAsync(cancellationToken), publish.StandardError.ReadToEndAsync(cancellationToken));
        await publish.WaitForExitAsync(cancellationToken);
        Assert.True(publish.ExitCode == 0, string.Concat(said));
        return app;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
