using ApiBridge.Domain;
using ApiBridge.Reconciliation;
using ApiBridge.Reconciliation.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Manifests.Tests.Rights;

/// <summary>The reconcile worker, signed in as a ServiceAccount.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly LineLog _log = new();
    private readonly List<string> _reported = [];

    public Worker(params IEnumerable<KeyValuePair<string, string?>> settings) => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(_log).AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning))
        .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider();

    /// <summary>What the API server refused, as it said it.</summary>
    public IEnumerable<string> Refusals =>
        _log.Lines.Concat(_reported).Where(line => line.Contains("answered 403", StringComparison.Ordinal)).Select(line => line.Replace("\\\"", "\"", StringComparison.Ordinal));

    /// <summary>Whether any of its work was put off.</summary>
    public bool HasPutOff => _log.Lines.Any(line => line.Contains("comes back in", StringComparison.Ordinal));

    /// <summary>Reports how a namespace stands.</summary>
    public async Task ReportAsync(string ns)
    {
        var report = await _services.GetRequiredService<StatusApi>().SummaryAsync(ns, TestContext.Current.CancellationToken);
        _reported.AddRange(report.Json.Split('\n'));
    }

    /// <summary>Handles a message about an API, which names an EndpointSlice that is gone.</summary>
    public Task HandleAsync(ObjectKey api) => _services.GetRequiredService<ApiEventHandler>().HandleAsync(
        new BinaryData(ApiEventCodec.Encode(new ApiEvent
        {
            Id = Guid.NewGuid().ToString(),
            Source = EventSource.Of("test", new("oda.tmforum.org", "v1", "exposedapis")),
            Time = TimeProvider.System.GetUtcNow(),
            Key = api,
            Reason = EventReason.Changed,
            EndpointSlices = ["gone"],
        })),
        dequeueCount: 1,
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
