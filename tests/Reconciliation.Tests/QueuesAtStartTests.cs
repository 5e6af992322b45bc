using System.Net;
using System.Net.Sockets;
using ApiBridge.Shared.Storage;
using ApiBridge.TestServers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A worker that starts makes its queues, before its host listens to them.</summary>
public sealed class QueuesAtStartTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _name = AzuriteFixture.NewQueueName();
    private readonly LineLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task TheQueuesAreThereBeforeAnyPartOfTheWorkerStarts()
    {
        var seen = new SeenAtStart(() => MissingAsync());
        using var worker = Worker(azurite.ConnectionString, TimeProvider.System, seen);

        await worker.StartAsync(Token);

        Assert.Empty(seen.Missing!);
        await worker.StopAsync(Token);
    }

    [Fact]
    public async Task StorageThatDoesNotAnswerHoldsTheStartUpForSomeSecondsOnly()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var time = new FakeTimeProvider();
        using var worker = Worker(At((IPEndPoint)silent.LocalEndpoint), time, new SeenAtStart(() => Task.FromResult<IReadOnlyList<string>>([])));

        var start = worker.StartAsync(Token);
        Assert.False(start.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await start;

        Assert.Contains(_log.Lines, line => line.Contains("The queues could not be made, which is tried again: storage did not answer within 00:00:05", StringComparison.Ordinal));
        await worker.StopAsync(Token);
    }

    [Fact]
    public async Task QueuesThatCouldNotBeMadeAreMadeAsSoonAsStorageAnswers()
    {
        await using var proxy = new TcpProxy(new Uri(Part(azurite.ConnectionString, "QueueEndpoint")));
        proxy.Cut();
        var time = new FakeTimeProvider();
        using var worker = Worker(
            azurite.ConnectionString.Replace(Part(azurite.ConnectionString, "QueueEndpoint"), $"{proxy.Url}", StringComparison.Ordinal),
            time, new SeenAtStart(() => Task.FromResult<IReadOnlyList<string>>([])));
        await worker.StartAsync(Token);
        await AfterAPauseAsync(time, () => Failures() >= 2);
        Assert.NotEmpty(await MissingAsync());

        proxy.Restore();

        await AfterAPauseAsync(time, () => _log.Lines.Contains("The queues are there"));
        Assert.Empty(await MissingAsync());
        await worker.StopAsync(Token);
    }

    private int Failures() => _log.Lines.Count(line => line.StartsWith("The queues could not be made", StringComparison.Ordinal));

    private static async Task AfterAPauseAsync(FakeTimeProvider time, Func<bool> condition) => await Deadline.UntilAsync(
        () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        "it is tried again");

    private static string At(IPEndPoint address) =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Convert.ToBase64String(new byte[64])};QueueEndpoint=http://{address}/devstoreaccount1";

    private static string Part(string connectionString, string name) =>
        connectionString.Split(';').Single(part => part.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    private async Task<IReadOnlyList<string>> MissingAsync()
    {
        List<string> missing = [];
        foreach (var name in new QueueNames { EventsQueue = _name, RetryQueue = $"{_name}-r", DeadLetterQueue = $"{_name}-d" }.All())
        {
            if (!await azurite.RawClient(name).ExistsAsync(Token))
            {
                missing.Add(name);
            }
        }

        return missing;
    }

    private IHost Worker(string storage, TimeProvider time, SeenAtStart first)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = storage,
            ["ApiEventsQueue"] = _name,
            ["ApiRetryQueue"] = $"{_name}-r",
            ["ApiDeadLetterQueue"] = $"{_name}-d",
            ["ApiBridge:Kubernetes:Server"] = "http://127.0.0.1:1",
        });
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton(time);

        // As the Functions worker's own service does, it comes before all of ours.
        builder.Services.AddHostedService(_ => first);
        builder.Services.AddReconciliation(builder.Configuration);
        builder.Services.AddSingleton(services =>
            StorageAccount.Open(services.GetRequiredService<IOptions<StorageOptions>>().Value, client => client.Retry.MaxRetries = 0));
        return builder.Build();
    }

    private sealed class SeenAtStart(Func<Task<IReadOnlyList<string>>> look) : IHostedService
    {
        public IReadOnlyList<string>? Missing { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) => Missing = await look();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
