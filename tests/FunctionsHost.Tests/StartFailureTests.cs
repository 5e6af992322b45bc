using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>What can't be run is said in a line, and the exit code is 1.</summary>
public sealed class StartFailureTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    [Fact]
    public async Task AQueueThatNoSettingNamesIsSaidOfEveryFunctionThatNeedsIt()
    {
        var host = Start(("ApiRetryQueue", null));

        Assert.Equal(1, await host.ExitAsync());
        Assert.Single(host.Lines("The 'RetryExposedApi' function is in error: '%ApiRetryQueue%' does not resolve to a value: set ApiRetryQueue in the app's environment."));
        Assert.Single(host.Lines("function is in error"));
        Assert.Single(host.Lines("functionshost: Functions are in error, see above, and would never run."));
    }

    [Fact]
    public async Task AStorageAccountThatNoSettingNamesIsSaid()
    {
        var host = Start(("AzureWebJobsStorage", null));

        Assert.Equal(1, await host.ExitAsync());
        Assert.NotEmpty(host.Lines("AzureWebJobsStorage is not set: give a connection string"));
        Assert.Single(host.Lines("functionshost: The worker process ended with code "));
    }

    [Fact]
    public async Task EachBadSettingOfTheAppIsSaidInALineWithoutAStackTrace()
    {
        var host = Start(("ApiBridge__Retry__FirstDelay", "-00:00:01"), ("ApiBridge__Reconcile__MaxPasses", "0"));

        Assert.Equal(1, await host.ExitAsync());
        Assert.Single(host.Lines("ApiBridge:Retry:FirstDelay is "));
        Assert.Single(host.Lines("ApiBridge:Reconcile:MaxPasses is "));
        Assert.Empty(host.Lines("   at "));
    }

    [Fact]
    public async Task AFolderThatIsNoAppIsNamed()
    {
        using var folder = new TemporaryFolder();

        await EndsWithAsync($"{folder.Path} holds no built isolated Functions app (", folder.Path);
    }

    [Fact]
    public async Task AnAppThatWasNotBuiltToItsEndIsNamed()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(HostProcess.BuiltApp, "worker.config.json"), Path.Combine(folder.Path, "worker.config.json"));

        await EndsWithAsync($"{Path.Combine(folder.Path, "worker.config.json")} names {Path.Combine(folder.Path, "ApiBridge.Functions.dll")}, which is not there: build the app again.", folder.Path);
    }

    [Theory]
    [InlineData("\"visibilityTimout\": \"00:00:30\"", "visibilityTimout: no such setting; known are batchSize, ")]
    [InlineData("\"visibilityTimeout\": \"8.00:00:00\"", "visibilityTimeout: \"8.00:00:00\" is not valid; write a time \"hh:mm:ss\" from 00:00:00 to 7.00:00:00.")]
    public async Task AQueueSettingThatTheHostWouldIgnoreOrRefuseIsNamed(string setting, string said)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(HostProcess.BuiltApp, "worker.config.json"), Path.Combine(folder.Path, "worker.config.json"));
        folder.Write("ApiBridge.Functions.dll", string.Empty);
        var file = folder.Write("host.json", $$"""{ "version": "2.0", "extensions": { "queues": { {{setting}} } } }""");

        await EndsWithAsync($"{file}: extensions.queues.{said}", folder.Path);
    }

    [Theory]
    [InlineData("BatchSize", "99", "batchSize: 99 is not valid; write a whole number from 1 to 32.")]
    [InlineData("visibilityTimeout", "soon", "visibilityTimeout: \"soon\" is not valid; write a time \"hh:mm:ss\" from 00:00:00 to 7.00:00:00.")]
    [InlineData("visibilityTimout", "00:00:30", "visibilityTimout: no such setting; known are batchSize, ")]
    public async Task AQueueSettingOfTheEnvironmentThatTheHostWouldIgnoreOrRefuseIsNamed(string setting, string value, string said)
    {
        var host = Start((QueueSetting(setting), value));

        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith(
            $"functionshost: The environment (AzureFunctionsJobHost__extensions__queues__…): extensions.queues.{said}", Assert.Single(host.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "http://account.queue.core.windows.net", "an identity's token goes over https only")]
    [InlineData("Logging__LogLevel__Default", "Loud", "Logging:LogLevel:Default is 'Loud': use Trace")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_ENDPOINT is 'collector': give the collector's URL")]
    [InlineData("ApiBridge__Retry__MaxDelay", "soon", "'soon' at 'ApiBridge:Retry:MaxDelay' to type 'System.TimeSpan': give a time as hh:mm:ss")]
    public async Task ASettingThatTheWorkerCannotUseIsSaidInALineWithoutAStackTrace(string setting, string value, string said)
    {
        var host = Start((setting, value), ("AzureWebJobsStorage", setting.StartsWith("AzureWebJobs", StringComparison.Ordinal) ? null : Storage));

        Assert.Equal(1, await host.ExitAsync());
        Assert.Single(host.Lines(said));
        Assert.Empty(host.Lines("   at "));
    }

    [Theory]
    [InlineData("FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING", "yes", "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING is 'yes': use true or false.")]
    [InlineData("AzureFunctionsJobHost__extensions__http__routePrefix", "{a", "AzureFunctionsJobHost__extensions__http__routePrefix (host.json's extensions.http.routePrefix) is '{a': use a path without placeholders")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "soon", "AzureFunctionsJobHost__functionTimeout (host.json's functionTimeout) is 'soon': use a time hh:mm:ss from 00:00:01 to 7.00:00:00, or -1 for none.")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "00:00:00", "AzureFunctionsJobHost__functionTimeout (host.json's functionTimeout) is '00:00:00': use a time")]
    [InlineData("AzureFunctionsJobHost__logging__logLevel__default", "Loud", "AzureFunctionsJobHost__logging__logLevel__default (host.json's logging): Loud is not valid; write Trace")]
    public async Task ASettingThatTheHostCannotUseIsSaidInALineBeforeAWorkerIsStarted(string setting, string value, string said)
    {
        var host = Start((setting, value));

        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith($"functionshost: {said}", Assert.Single(host.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"description\": 5 }")]
    [InlineData("{ \"description\": { \"defaultWorkerPath\": null, \"defaultExecutablePath\": \"dotnet\" } }")]
    [InlineData("{ \"description\": { \"defaultWorkerPath\": 5 } }")]
    public async Task AWorkerConfigurationOfAnotherShapeIsNamed(string content)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("worker.config.json", content);

        await EndsWithAsync($"{file} can't be read (", folder.Path);
    }

    [Fact]
    public async Task APortThatIsTakenIsNamedAndNoMessageIsTaken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await AnnounceAsync("orders");
        var host = StartApp(HostProcess.BuiltApp, [], port);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Single(host.Lines(string.Create(CultureInfo.InvariantCulture, $"functionshost: Port {port} on 127.0.0.1 can't be listened on (")));
        Assert.Empty(host.Lines("Unhandled exception"));
        Assert.Empty(host.Lines("   at "));
        Assert.Equal(0, (await Queue(EventsQueue).PeekMessageAsync(Token)).Value.DequeueCount);
    }

    private async Task EndsWithAsync(string said, string app)
    {
        var host = StartApp(app, []);

        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith($"functionshost: {said}", Assert.Single(host.Log), StringComparison.Ordinal);
    }
}
