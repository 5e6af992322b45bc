using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Leadership;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Running;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Leadership;

public sealed class LeaderElectorTests : IAsyncLifetime
{
    // A machine that stalls for a second or two must not lose a term; only the tests that wait for a Lease's end take a short one.
    private static readonly (TimeSpan Duration, TimeSpan RenewDeadline) Usual = (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10));
    private static readonly (TimeSpan Duration, TimeSpan RenewDeadline) Short = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1.5));
    private readonly List<KubernetesApi> _clients = [];
    private KubernetesApiEmulator _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task OfTwoReplicasOneLeadsAndTheOtherFollowsIt()
    {
        var (first, second) = (Replica("one"), Replica("two"));
        await using var leading = first.Run();
        await Deadline.UntilAsync(() => first.Status.IsLeader, "the first leads");
        await using var following = second.Run();
        await Deadline.UntilAsync(() => second.Status.Holder == "one", "the second sees the first");

        Assert.False(second.Status.IsLeader);
    }

    [Fact]
    public async Task AStopDrainsThenReleasesSoThatTheNextLeadsAtOnce()
    {
        var (first, second) = (Replica("one"), Replica("two"));
        var leading = first.Run();
        await Deadline.UntilAsync(() => first.Status.IsLeader, "the first leads");
        await using var following = second.Run();

        await leading.DisposeAsync();
        var lease = await first.Store.ReadAsync(Token);

        Assert.True(first.Drained);
        Assert.True(lease!.Holder.Length == 0 ? lease.Duration == TimeSpan.FromSeconds(1) : lease.Holder == "two");
        await Deadline.UntilAsync(() => second.Status.IsLeader, "the second leads");
    }

    [Fact]
    public async Task ALeaseThatIsNoLongerRenewedIsTakenOver()
    {
        var (gone, next) = (Replica("gone"), Replica("next", lease: Short));
        await gone.Store.CreateAsync(gone.Store.Draft().HeldBy("gone", TimeSpan.FromSeconds(1), TimeProvider.System.GetUtcNow()), Token);

        await using var running = next.Run();

        await Deadline.UntilAsync(() => next.Status.IsLeader, "it took the Lease over");
    }

    [Fact]
    public async Task ATermEndsWhenSomebodyElseTookTheLease()
    {
        var replica = Replica("one");
        await using var running = replica.Run();
        await Deadline.UntilAsync(() => replica.Status.IsLeader, "it leads");

        await Deadline.UntilAsync(
            async () =>
            {
                try
                {
                    var lease = await replica.Store.ReadAsync(Token);
                    await replica.Store.UpdateAsync(lease!.HeldBy("thief", TimeSpan.FromSeconds(15), TimeProvider.System.GetUtcNow()), Token);
                    return true;
                }
                catch (KubernetesApiException)
                {
                    return false;
                }
            },
            "the Lease was stolen");

        await Deadline.UntilAsync(() => replica.TermsLost >= 1, "the term was lost");
        await Deadline.UntilAsync(() => replica.Status.Holder == "thief", "it follows");
    }

    [Fact]
    public async Task RefusedConnectionsEndATermInTimeAndTheNextBeginsWhenTheServerIsBack()
    {
        var replica = Replica("one", lease: Short);
        await using var running = replica.Run();
        await Deadline.UntilAsync(() => replica.Status.IsLeader, "it leads");
        var port = _server.Url.Port;

        await _server.DisposeAsync();
        await Deadline.UntilAsync(() => replica.TermsLost >= 1, "the term was lost");
        await Deadline.UntilAsync(() => replica.Status.Error is not null, "it says why it does not lead");
        await Deadline.UntilAsync(() => RestartAsync(port), "its port is free again");

        await Deadline.UntilAsync(() => replica.Status.IsLeader, "it leads again");
        Assert.False(running.Task.IsCompleted);
    }

    [Fact]
    public async Task WorkThatFailsIsThrownAndTheLeaseReleased()
    {
        var replica = Replica("one");

        await Assert.ThrowsAsync<InvalidDataException>(() => replica.Elector.RunAsync(
            async _ =>
            {
                await Task.Yield();
                throw new InvalidDataException();
            },
            Token));

        Assert.Empty((await replica.Store.ReadAsync(Token))!.Holder);
    }

    [Fact]
    public async Task WithoutLeadershipItAlwaysLeads()
    {
        var replica = Replica("one", enabled: false);
        await using var running = replica.Run();

        await Deadline.UntilAsync(() => replica.Status.IsLeader, "it leads");
        Assert.Null(await replica.Store.ReadAsync(Token));
    }

    // Another test may have met the port meanwhile.
    private async Task<bool> RestartAsync(int port)
    {
        try
        {
            _server = await KubernetesApiEmulator.StartAsync(new() { Port = port }, cancellationToken: Token);
            return true;
        }
        catch (PortInUseException)
        {
            return false;
        }
    }

    private Replica Replica(string identity, bool enabled = true, (TimeSpan Duration, TimeSpan RenewDeadline)? lease = null)
    {
        var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = _server.Url.ToString() }), TimeProvider.System);
        _clients.Add(api);
        var options = TestOptions.Of(new LeadershipOptions
        {
            Enabled = enabled,
            Identity = identity,
            LeaseDuration = (lease ?? Usual).Duration,
            RenewDeadline = (lease ?? Usual).RenewDeadline,
            RetryPeriod = TimeSpan.FromMilliseconds(100),
        });
        var status = new LeadershipStatus(options);
        var store = new LeaseStore(api, options, TestOptions.Of(new ModeOptions()));
        return new(new(store, options, status, TimeProvider.System, NullLogger<LeaderElector>.Instance), status, store);
    }
}
