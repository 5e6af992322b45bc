using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>A tracker with one ready Service, and the outbox that it fills.</summary>
public abstract class TrackerFixture : IDisposable
{
    private protected static readonly TimeSpan Period = TimeSpan.FromSeconds(60);
    private protected static readonly TimeSpan MaxPeriod = TimeSpan.FromMinutes(10);
    private protected static readonly Api Converged = Api.Converged;
    private protected static readonly ServiceName Service = new("components", "svc");

    private ComponentMends? _mends;

    protected TrackerFixture()
    {
        Outbox = new(TestOptions.Of(TestOptions.Queue), Time, Random.Shared);
        Readiness = new(TestOptions.Of(TestOptions.Watch with { ReadinessDebounce = TimeSpan.Zero }), Time);
        Requests = new(Outbox, new("c1"), Resync, Time, Random.Shared);
        Requests.Found(new("oda.tmforum.org", "v1", "exposedapis"));
        Tracker = TrackerOn(Readiness);
        Readiness.Replaced([new(Service, "slice", HasReadyEndpoint: true)], @namespace: null);
    }

    private protected FakeTimeProvider Time { get; } = new();

    private protected Outbox Outbox { get; }

    private protected ReadinessIndex Readiness { get; }

    private protected GatewayAddresses Addresses { get; } = new();

    private protected MessageRequests Requests { get; }

    private protected ComponentIndex Components { get; } = new();

    private protected ExposedApiTracker Tracker { get; }

    private protected ApiFigures Figures => new(Apis, Time);

    /// <summary>What the tracker that was made last knows.</summary>
    private protected TrackedApis Apis { get; private set; } = new();

    private static IOptions<ResyncOptions> Resync => TestOptions.Of(new ResyncOptions { Period = Period, MaxPeriod = MaxPeriod });

    public void Dispose()
    {
        _mends!.Dispose();
        Outbox.Dispose();
        Readiness.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ExposedApiTracker TrackerOn(ReadinessIndex readiness)
    {
        Apis = new();
        _mends?.Dispose();
        _mends = new(Apis, Components, Requests, TestOptions.Of(TestOptions.Watch), Resync, Time, NullLogger<ComponentMends>.Instance);
        return new(
            Apis, new(Apis, readiness, Addresses, Components, _mends, Requests, Time), _mends, Requests, Resync, Time, NullLogger<ExposedApiTracker>.Instance);
    }

    private protected async Task<(ObjectKey Key, Hint Hint)> SentAsync()
    {
        var taken = Outbox.TakeAsync(TestContext.Current.CancellationToken);
        Assert.True(taken.IsCompleted, "nothing waits to be sent");
        var (key, hint) = await taken;
        Outbox.Sent(key);
        return (key, hint);
    }

    /// <summary>Every decision so far, as often as it was taken.</summary>
    private protected Dictionary<Decision, long> Decisions() => Enum.GetValues<Decision>()
        .Where(decision => Requests.Decisions[decision] > 0)
        .ToDictionary(decision => decision, decision => Requests.Decisions[decision]);

    private protected Task NothingIsSentAsync()
    {
        Assert.Equal(0, Outbox.Waiting);
        return Task.CompletedTask;
    }
}
