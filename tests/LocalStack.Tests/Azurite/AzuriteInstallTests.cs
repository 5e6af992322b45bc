using ApiBridge.LocalStack.Azurite;

namespace ApiBridge.LocalStack.Tests.Azurite;

public sealed class AzuriteInstallTests : IDisposable
{
    private const string NpmThatInstalls =
        "sleep 0.2; mkdir -p node_modules/azurite/dist/src/queue && touch node_modules/azurite/dist/src/queue/main.js";

    private readonly TemporaryFolder _folder = new();

    private string Cache => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AMissingNodeIsNamedWithWhatToInstall()
    {
        var failure = await FailureOf(new AzuriteOptions { Node = "node-that-is-not-there", CacheFolder = Cache });

        Assert.Equal(AzuriteFailure.NodeMissing, failure.Failure);
        Assert.Equal("node-that-is-not-there was not found: install Node.js 20 or newer.", failure.Message);
    }

    [Fact]
    public async Task AnOldNodeIsNamedWithItsVersion()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for node is a shell script.");
        var node = _folder.Script("node", "echo v18.20.4");

        var failure = await FailureOf(new AzuriteOptions { Node = node, CacheFolder = Cache });

        Assert.Equal(AzuriteFailure.NodeTooOld, failure.Failure);
        Assert.Equal($"{node} is version 18.20.4: install Node.js 20 or newer.", failure.Message);
    }

    [Fact]
    public async Task AMissingNpmIsNamed()
    {
        var failure = await FailureOf(new AzuriteOptions { Npm = "npm-that-is-not-there", CacheFolder = Cache });

        Assert.Equal(AzuriteFailure.NpmMissing, failure.Failure);
        Assert.Single(failure.Message.Split('\n'));
    }

    [Fact]
    public async Task AFailedInstallIsToldInOneLineAndLeavesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for npm is a shell script.");
        var npm = _folder.Script("npm", "echo 'npm error network timeout' >&2; exit 7");

        var failure = await FailureOf(new AzuriteOptions { Npm = npm, CacheFolder = Cache });

        Assert.Equal(AzuriteFailure.InstallFailed, failure.Failure);
        Assert.Contains("code 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("npm error network timeout", failure.Message, StringComparison.Ordinal);
        Assert.Single(failure.Message.Split('\n'));
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    [Fact]
    public async Task InstallsAtTheSameTimeEndInOneFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for npm is a shell script.");
        var options = new AzuriteOptions { Npm = _folder.Script("npm", NpmThatInstalls), CacheFolder = Cache };

        var scripts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            new AzuritePackage(options).EnsureInstalledAsync(TestContext.Current.CancellationToken)));

        Assert.Single(scripts.Distinct());
        Assert.True(File.Exists(scripts[0].Wrapper));
        Assert.True(File.Exists(scripts[0].QueueServer));
        Assert.Single(Directory.GetDirectories(Cache));
    }

    [Fact]
    public async Task AnInstalledPackageNeedsNoNpm()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for npm is a shell script.");
        var options = new AzuriteOptions { Npm = _folder.Script("npm", NpmThatInstalls), CacheFolder = Cache };
        var installed = await new AzuritePackage(options).EnsureInstalledAsync(TestContext.Current.CancellationToken);

        var found = await new AzuritePackage(options with { Npm = "npm-that-is-not-there" })
            .EnsureInstalledAsync(TestContext.Current.CancellationToken);

        Assert.Equal(installed, found);
    }

    private static Task<AzuriteException> FailureOf(AzuriteOptions options) =>
        Assert.ThrowsAsync<AzuriteException>(
            () => AzuriteProcess.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken));
}
