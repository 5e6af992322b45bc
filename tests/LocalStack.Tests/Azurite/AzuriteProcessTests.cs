using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ApiBridge.LocalStack.Azurite;
using Azure.Storage.Queues;

namespace ApiBridge.LocalStack.Tests.Azurite;

public sealed class AzuriteProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DataOutlivesARestartOnTheSamePort()
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await StartAsync(new AzuriteOptions { Location = folder.Path });
        var port = azurite.Port;
        await Queue(azurite).CreateAsync(cancellationToken: Token);
        await Queue(azurite).SendMessageAsync("kept", Token);

        await azurite.StopAsync();
        Assert.Null(azurite.ProcessId);
        await azurite.RestartAsync(Token);

        Assert.Equal(port, azurite.Port);
        Assert.Equal("kept", (await Queue(azurite).ReceiveMessageAsync(cancellationToken: Token)).Value.MessageText);
    }

    [Fact]
    public async Task ATakenPortIsNamed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<AzuriteException>(() => StartAsync(new AzuriteOptions { Port = port }));

        Assert.Equal(AzuriteFailure.PortTaken, failure.Failure);
        Assert.Contains($"{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADataFolderThatCannotBeMadeIsToldWithAzuritesOwnWords()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "not a folder", Token);

        var failure = await Assert.ThrowsAsync<AzuriteException>(() => StartAsync(new AzuriteOptions { Location = Path.Combine(file, "data") }));

        Assert.Equal(AzuriteFailure.NotStarted, failure.Failure);
        Assert.Contains("ENOTDIR", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAzuriteThatDiesIsReported()
    {
        await using var azurite = await StartAsync(new AzuriteOptions());
        using (var child = Process.GetProcessById(azurite.ProcessId!.Value))
        {
            child.Kill();
        }

        var failure = await Assert.ThrowsAsync<AzuriteException>(() => azurite.Completion.WaitAsync(Token));

        Assert.Equal(AzuriteFailure.Died, failure.Failure);
    }

    [Fact]
    public async Task AStoppedAzuriteIsNoFailure()
    {
        await using var azurite = await StartAsync(new AzuriteOptions());
        var completion = azurite.Completion;

        await azurite.StopAsync();

        await completion.WaitAsync(Token);
    }

    [Fact]
    public async Task NothingIsLeftBehindByAParentThatIsKilled()
    {
        var (wrapper, server, _) = await new AzuritePackage(new AzuriteOptions()).EnsureInstalledAsync(Token);
        const string Parent = """
            const child = require('child_process').spawn(process.execPath,
              [...process.argv.slice(1), '--queueHost', '127.0.0.1', '--queuePort', '0', '--silent', '--disableTelemetry', '--inMemoryPersistence'],
              { stdio: ['pipe', 'pipe', 'inherit'] });
            child.stdout.on('data', text => { if (`${text}`.includes('successfully listens')) console.log(child.pid); });
            """;
        using var parent = Process.Start(new ProcessStartInfo("node", ["-e", Parent, wrapper, server])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var childId = int.Parse((await parent.StandardOutput.ReadLineAsync(Token))!, CultureInfo.InvariantCulture);
        Assert.True(IsRunning(childId));

        parent.Kill();

        await Deadline.UntilAsync(() => !IsRunning(childId), "the orphaned Azurite ended");
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Task<AzuriteProcess> StartAsync(AzuriteOptions options) =>
        AzuriteProcess.StartAsync(options, TimeProvider.System, Token);

    private static QueueClient Queue(AzuriteProcess azurite) =>
        new(azurite.ConnectionString, "restarts", AzuriteFixture.ClientOptions());
}
