using System.Diagnostics;
using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Functions;
using ApiBridge.LocalStack.Running;
using Azure.Storage.Queues;

namespace ApiBridge.LocalStack.Tests.Functions;

/// <summary>How the host is started and stopped, with a stand-in for Core Tools that does with missing settings what they do.</summary>
public sealed class FunctionsHostTests : IDisposable
{
    private readonly StandInCoreTools _tools = new();
    private readonly List<string> _said = [];

    public FunctionsHostTests() => StandInCoreTools.SkipWhereItCannotRun();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task TheAppIsStartedAsItWasBuiltWithItsSettingsInTheEnvironment()
    {
        await using var host = await StartAsync([.. All, new("ApiBridge:Gateway:Endpoint", "http://127.0.0.1:1")]);

        var port = host.StatusUrl.Port.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(["start", "--no-build", "--script-root", Options.App, "--port", port], _tools.Arguments);
        Assert.Equal("http://127.0.0.1:1", _tools.Variable("ApiBridge__Gateway__Endpoint"));
        Assert.Equal("dotnet-isolated", _tools.Variable("FUNCTIONS_WORKER_RUNTIME"));
        Assert.Contains($"Functions: serving on {port}", _said);
    }

    [Theory]
    [InlineData("ApiEventsQueue", "ReconcileExposedApi")]
    [InlineData("ApiRetryQueue", "RetryExposedApi")]
    [InlineData("AzureWebJobsStorage", "ReconcileExposedApi")]
    public async Task AHostThatAnswersButCannotRunAFunctionIsNotServing(string missing, string function)
    {
        var failure = await Assert.ThrowsAsync<FunctionsException>(() => StartAsync([.. All.Where(setting => setting.Key != missing)]));

        Assert.Equal(FunctionsFailure.NotStarted, failure.Failure);
        Assert.Contains($"{function}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
        await GoneAsync(_tools.ProcessId);
    }

    [Fact]
    public async Task StoppingHasTheHostFinishItsWorkAndLeavesNothingBehind()
    {
        var host = await StartAsync(All);
        Assert.True(ProductProcess.IsRunning(_tools.WorkerProcessId));

        await host.DisposeAsync();

        Assert.Equal(["drain", "SIGTERM"], _tools.Record.Skip(1).Select(entry => entry.Text("asked")));
        Assert.True(host.Completion.IsCompletedSuccessfully);
        Assert.False(ProductProcess.IsRunning(_tools.ProcessId));
        await GoneAsync(_tools.WorkerProcessId);
    }

    [Fact]
    public async Task AHostThatEndsBeforeItServesSaysWhy()
    {
        var failure = await Assert.ThrowsAsync<FunctionsException>(() => StartAsync([.. All, new("FUNC_FAILS", "Port 7071 is unavailable.")]));

        Assert.Equal(FunctionsFailure.NotStarted, failure.Failure);
        Assert.EndsWith("It said: Port 7071 is unavailable.", failure.Message, StringComparison.Ordinal);
        await GoneAsync(_tools.WorkerProcessId);
    }

    [Fact]
    public async Task AHostThatDiesIsNoticed()
    {
        await using var host = await StartAsync(All);
        using (var func = Process.GetProcessById(_tools.ProcessId))
        {
            func.Kill();
        }

        var failure = await Assert.ThrowsAsync<FunctionsException>(() => host.Completion.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Equal(FunctionsFailure.Died, failure.Failure);
    }

    [Fact]
    public async Task AStackGivesTheAppEverySettingThatItsTriggersName()
    {
        var options = new StackOptions
        {
            Functions = Options with { NeedsBlobs = true },
            Settings = new Dictionary<string, string?>([_tools.RecordSetting]),
        };
        await using var stack = await Stack.StartAsync(options, TimeProvider.System, Token);

        Assert.Empty(FunctionsMetadata.Settings(Options.App).SelectMany(function => function.MissingFrom(_tools.Variables)));
        Assert.Equal(_tools.Arguments[^1], stack.StatusUrl!.Port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(stack.Azurite.ConnectionString, _tools.Variable("AzureWebJobsStorage"));
        Assert.Contains("BlobEndpoint=http://127.0.0.1:", stack.Azurite.ConnectionString, StringComparison.Ordinal);
        Assert.Equal(stack.Gateway.Url.OriginalString, _tools.Variable("ApiBridge__Gateway__Endpoint"));
        Assert.Equal("{namespace}.{name}", _tools.Variable("ApiBridge__Gateway__EntryName"));
        Assert.StartsWith("http://127.0.0.1:", _tools.Variable("ApiBridge__Kubernetes__Server"), StringComparison.Ordinal);

        // Nobody takes the messages: there is no other worker.
        var queue = new QueueClient(stack.Azurite.ConnectionString, "api-events", AzuriteFixture.ClientOptions());
        await queue.CreateIfNotExistsAsync(cancellationToken: Token);
        using var blobs = new HttpClient();
        using var answer = await blobs.GetAsync(new Uri($"http://127.0.0.1:{stack.Azurite.BlobPort}/devstoreaccount1?comp=list"), Token);
        Assert.StartsWith("Azurite-Blob", answer.Headers.Server.ToString(), StringComparison.Ordinal);
    }

    // Everything that the app's triggers name.
    private static KeyValuePair<string, string?>[] All { get; } =
    [
        new("AzureWebJobsStorage", "UseDevelopmentStorage=true"), new("ApiEventsQueue", "api-events"), new("ApiRetryQueue", "api-events-retry"),
        new("ApiDeadLetterQueue", "api-events-deadletter"),
    ];

    private FunctionsHostOptions Options => HostChoice.Own() with { Command = [_tools.Func, "start", "--no-build"] };

    private Task<FunctionsHost> StartAsync(KeyValuePair<string, string?>[] settings) =>
        FunctionsHost.StartAsync(Options, [.. settings, _tools.RecordSetting], Hear, TimeProvider.System, Token);

    private void Hear(string line)
    {
        lock (_said)
        {
            _said.Add(line);
        }
    }

    private static Task GoneAsync(int processId) =>
        Deadline.UntilAsync(() => !ProductProcess.IsRunning(processId), $"process {processId} has ended", TimeSpan.FromSeconds(30));
}
