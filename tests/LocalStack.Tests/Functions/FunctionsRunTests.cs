using System.Diagnostics;
using System.Globalization;

namespace ApiBridge.LocalStack.Tests.Functions;

/// <summary><c>make functions</c> as a process, with a stand-in for Core Tools.</summary>
public sealed class FunctionsRunTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task WithoutCoreToolsOneLineSaysHowToGetThem()
    {
        await using var run = RunningDemo.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = PathWithoutFunc() }, "functions");

        Assert.Equal(1, await run.EndAsync());
        var line = Assert.Single(run.Errors);
        Assert.StartsWith("apibridge: func was not found on PATH: ", line, StringComparison.Ordinal);
        Assert.Contains("npm i -g azure-functions-core-tools@4", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatNobodyServesIsStartedAndWhatSomebodyServesIsUsed()
    {
        StandInCoreTools.SkipWhereItCannotRun();
        using var tools = new StandInCoreTools();
        using var others = new StandInCoreTools();
        var ports = Enumerable.Range(FreePorts.Find(5), 5).Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray();
        await using var first = Start(tools, ports, ports[3]);
        await first.SaysAsync("The app answers at ");
        Assert.Contains($"Kubernetes: the emulator was started on 127.0.0.1:{ports[0]}.", first.Output);
        Assert.Contains($"Gateway: the simulator was started on 127.0.0.1:{ports[1]}.", first.Output);
        Assert.Contains($"Bridge: one of this build was started on 127.0.0.1:{ports[2]}.", first.Output);
        Assert.Equal(["start", "--no-build", "--script-root", tools.Folder, "--port", ports[3]], tools.Arguments);
        Assert.Equal(azurite.ConnectionString, tools.Variable("AzureWebJobsStorage"));
        Assert.Equal("api-events-retry", tools.Variable("ApiRetryQueue"));

        await using var second = Start(others, ports, ports[4]);
        await second.SaysAsync("The app answers at ");
        Assert.Contains($"Kubernetes: what listens on 127.0.0.1:{ports[0]} is used.", second.Output);
        Assert.Contains($"Gateway: what listens on 127.0.0.1:{ports[1]} is used.", second.Output);
        Assert.Contains($"Bridge: what listens on 127.0.0.1:{ports[2]} is used.", second.Output);

        await second.InterruptAsync();
        Assert.Equal(0, await second.EndAsync());
        Assert.Equal("SIGTERM", others.Record[^1].GetProperty("asked").GetString());
        Assert.Empty(second.Errors);

        // Killed, it asks nobody; the host notices by its pipe.
        using (var killed = Process.GetProcessById(first.ProcessId))
        {
            killed.Kill();
        }

        await Deadline.UntilAsync(() => !StandInCoreTools.IsRunning(tools.ProcessId), "the host ended with its parent", TimeSpan.FromSeconds(30));
        Assert.Equal("SIGTERM", tools.Record[^1].GetProperty("asked").GetString());
    }

    private RunningDemo Start(StandInCoreTools tools, string[] ports, string appPort)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{tools.Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            [tools.RecordSetting.Key] = tools.RecordFile,
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["ApiBridge__Kubernetes__Server"] = $"http://127.0.0.1:{ports[0]}",
            ["ApiBridge__Gateway__Endpoint"] = $"127.0.0.1:{ports[1]}",
            ["ApiBridge__Gateway__EntryName"] = "{namespace}.{name}",
        };
        return RunningDemo.Start(environment, "functions", "--app", tools.Folder, "--bridge-port", ports[2], "--port", appPort);
    }

    private static string PathWithoutFunc() => string.Join(
        Path.PathSeparator,
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Where(folder => !File.Exists(Path.Combine(folder, "func"))));
}
