using System.Diagnostics;
using System.Globalization;

namespace ApiBridge.Manifests.Tests.Stopping;

/// <summary>The hook by which a pod of the Functions app is stopped lets the host finish what is in work, and never holds the pod up for ever.</summary>
public sealed class DrainScriptTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _keys = new();
    private readonly TemporaryFolder _programs = new();

    public DrainScriptTests() => File.CreateSymbolicLink(Path.Combine(_programs.Path, "sleep"), Program("sleep"));

    private string KeyFile => Path.Combine(_keys.Path, "host.json");

    public void Dispose()
    {
        _keys.Dispose();
        _programs.Dispose();
    }

    [Fact]
    public async Task TheHostIsToldOnceAndWaitedForUntilNothingIsInWork()
    {
        DrainingHost.WriteKeys(KeyFile, DrainingHost.MasterKey);
        await using var host = await DrainingHost.StartAsync(KeyFile, DrainingHost.InProgress, DrainingHost.InProgress, DrainingHost.Completed);

        var (code, output, error) = await DrainAsync(host.Port);

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Matches("^drain: nothing is in work after [0-9]+ s\n$", output);
        Assert.Equal(1, host.Drains);
        Assert.Equal([DrainingHost.Disabled, DrainingHost.InProgress, DrainingHost.InProgress, DrainingHost.Completed, DrainingHost.Completed], host.Told);
    }

    [Fact]
    public async Task AHostThatWasNeverAskedForItsKeysMakesThem()
    {
        await using var host = await DrainingHost.StartAsync(KeyFile, DrainingHost.Completed);

        var (code, _, error) = await DrainAsync(host.Port);

        Assert.Equal((0, string.Empty, 1), (code, error, host.Drains));
    }

    [Fact]
    public async Task AMessageThatIsCountedAfterThatIsWaitedForToo()
    {
        await using var host = await DrainingHost.StartAsync(KeyFile, DrainingHost.Completed, DrainingHost.InProgress, DrainingHost.Completed);

        Assert.Equal(0, (await DrainAsync(host.Port)).Code);

        Assert.Equal([DrainingHost.Disabled, DrainingHost.Completed, DrainingHost.InProgress, DrainingHost.Completed, DrainingHost.Completed], host.Told);
    }

    [Fact]
    public async Task AHostThatStartedItsFunctionsAnewIsToldAgain()
    {
        await using var host = await DrainingHost.StartAsync(KeyFile, DrainingHost.InProgress, DrainingHost.Unavailable, DrainingHost.Disabled, DrainingHost.Completed);

        Assert.Equal(0, (await DrainAsync(host.Port)).Code);

        Assert.Equal(2, host.Drains);
        Assert.Equal(DrainingHost.Completed, host.Told.Last());
    }

    [Theory]
    [InlineData(DrainingHost.InProgress, "InProgress, messages in work: 3")]
    [InlineData(DrainingHost.Unavailable, "HTTP status 503")]
    [InlineData(DrainingHost.Silence, "HTTP status 0")]
    public async Task WhatNeverEndsIsGivenUp(string state, string said)
    {
        await using var host = await DrainingHost.StartAsync(KeyFile, state);

        var (code, output, error) = await DrainAsync(host.Port, limit: 2);

        Assert.Equal((1, string.Empty), (code, output));
        Assert.Equal($"drain: gave up after 2 s; the host said last: {said}\n", error);
    }

    [Fact]
    public async Task AHostThatIsGoneIsNotWaitedFor() =>
        Assert.Equal((0, string.Empty, string.Empty), await DrainAsync(FreePorts.Find()));

    [Fact]
    public async Task AHostThatGoesMeanwhileIsNotWaitedFor()
    {
        await using var host = await DrainingHost.StartAsync(KeyFile, DrainingHost.InProgress);
        var drained = DrainAsync(host.Port, limit: 25);
        await Deadline.UntilAsync(() => host.Told.Contains(DrainingHost.InProgress), "the script waited");

        await host.DisposeAsync();

        Assert.Equal((0, string.Empty, string.Empty), await drained);
    }

    [Fact]
    public async Task AKeyThatIsNotInTheFileIsMissed()
    {
        await using var host = await DrainingHost.StartAsync(keyFile: null, DrainingHost.Completed);

        var (code, output, error) = await DrainAsync(host.Port);

        Assert.Equal((1, string.Empty), (code, output));
        Assert.StartsWith($"drain: there is no master key in {KeyFile}: ", error, StringComparison.Ordinal);
        Assert.Equal(0, host.Drains);
    }

    [Fact]
    public async Task AKeyThatTheHostRefusesIsComplainedOfAndNotShown()
    {
        DrainingHost.WriteKeys(KeyFile, "0ther-K3y==");
        await using var host = await DrainingHost.StartAsync(KeyFile, DrainingHost.Completed);

        var (code, output, error) = await DrainAsync(host.Port);

        Assert.Equal((1, string.Empty), (code, output));
        Assert.Equal($"drain: the host refuses the master key that is in {KeyFile}\n", error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2m")]
    public async Task ALimitThatIsNoNumberIsRefused(string limit)
    {
        var (code, _, error) = await RunAsync(FreePorts.Find(), limit);

        Assert.Equal((1, $"drain: '{limit}' is no number of seconds\n"), (code, error));
    }

    private static string Program(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).First(File.Exists);

    private Task<(int Code, string Output, string Error)> DrainAsync(int port, int limit = 20) =>
        RunAsync(port, limit.ToString(CultureInfo.InvariantCulture));

    // With no program but those that the image has for sure, and nowhere to write.
    private async Task<(int Code, string Output, string Error)> RunAsync(int port, string limit)
    {
        var start = new ProcessStartInfo(Program("bash"), [Path.Combine(AppContext.BaseDirectory, "agreed", "drain.sh"), limit])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = _programs.Path;
        start.Environment["TMPDIR"] = Path.Combine(_programs.Path, "missing");
        start.Environment["ASPNETCORE_URLS"] = $"http://+:{port}";
        start.Environment["FUNCTIONS_SECRETS_PATH"] = _keys.Path;
        using var process = Process.Start(start)!;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limited.Token), process.StandardError.ReadToEndAsync(limited.Token));
            await process.WaitForExitAsync(limited.Token);
            Assert.DoesNotContain(DrainingHost.MasterKey, await output + await error, StringComparison.Ordinal);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
