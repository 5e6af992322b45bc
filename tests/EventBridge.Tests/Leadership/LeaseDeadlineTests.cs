using System.Text.Json.Nodes;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Leadership;
using ApiBridge.EventBridge.Tests.Watching;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Leadership;

/// <summary>Whatever the API server is slow at, no term outlives the renew deadline, counted from before what last wrote the Lease was sent.</summary>
public sealed class LeaseDeadlineTests : IAsyncLifetime
{
    private static readonly TimeSpan RenewDeadline = new LeadershipOptions().RenewDeadline;
    private static readonly TimeSpan LeaseDuration = new LeadershipOptions().LeaseDuration;
    private static readonly TimeSpan LongestRetry = new LeadershipOptions().RetryPeriod * LeadershipOptions.JitterFactor;
    private readonly TimerWatch _time = new();
    private readonly TaskCompletionSource _gate = new();
    private readonly List<KubernetesApi> _clients = [];
    private LeaseServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LeaseServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        _clients.ForEach(client => client.Dispose());
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task AnAnswerThatComesAfterTheDeadlineBeginsNoTerm(string method)
    {
        if (method is "PUT")
        {
            _server.Write(Spec("", 1));
        }

        HangAt(method);
        var replica = Replica();
        await using var running = replica.Run();
        await SeenAsync(method, 1);

        _time.Advance(RenewDeadline);
        await Deadline.UntilAsync(() => replica.Status.Error?.Contains("did not answer for the Lease", StringComparison.Ordinal) is true, "it gave the attempt up");
        Assert.Equal("one", _server.Spec!["holderIdentity"]!.GetValue<string>());
        Assert.False(replica.Status.IsLeader);

        // What it wrote without knowing is its own, and nobody else waits for it in vain.
        _gate.SetResult();
        await AdvanceUntilAsync(() => replica.Status.IsLeader, "it leads by its next try");
    }

    [Fact]
    public async Task ATermWhoseLeaseWasWrittenSlowlyIsAsMuchShorter()
    {
        HangAt("POST");
        var replica = Replica();
        await using var running = replica.Run();
        await SeenAsync("POST", 1);
        _time.Advance(RenewDeadline - TimeSpan.FromSeconds(2));
        HangAt("PUT", another: true);
        _gate.SetResult();
        await Deadline.UntilAsync(() => replica.Status.IsLeader, "it leads");

        _time.Advance(TimeSpan.FromSeconds(2));

        await Deadline.UntilAsync(() => replica.TermsLost == 1, "the term was lost");
        Assert.False(replica.Status.IsLeader);
    }

    [Fact]
    public async Task ARenewalThatHangsEndsTheTermAtTheDeadlineAndNotBefore()
    {
        var replica = Replica();
        await using var running = replica.Run();
        await LeadsAsync(replica);
        HangAt("PUT");
        _time.Advance(LongestRetry);
        await SeenAsync("PUT", 1);

        _time.Advance(RenewDeadline - LongestRetry - TimeSpan.FromMilliseconds(1));
        Assert.True(replica.Status.IsLeader);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Deadline.UntilAsync(() => replica.TermsLost == 1, "the term was lost");
    }

    [Fact]
    public async Task ALookAfterAConflictThatHangsEndsTheTermAtTheDeadline()
    {
        var replica = Replica();
        await using var running = replica.Run();
        await LeadsAsync(replica);
        var looks = _server.Seen.Count(method => method is "GET");
        HangAt("GET");
        _server.Write(Spec("one", 15));
        _time.Advance(LongestRetry);
        await SeenAsync("GET", looks + 1);

        _time.Advance(RenewDeadline - LongestRetry);

        await Deadline.UntilAsync(() => replica.TermsLost == 1, "the term was lost");
    }

    [Fact]
    public async Task AWaitForTheNextTryEndsWithTheTerm()
    {
        _server.Refuses = method => method is "PUT" ? 500 : null;
        var replica = Replica(retry: TimeSpan.FromSeconds(8));
        await using var running = replica.Run();
        await LeadsAsync(replica);
        _time.Advance(TimeSpan.FromSeconds(9.6));
        await SeenAsync("PUT", 1);

        _time.Advance(RenewDeadline - TimeSpan.FromSeconds(9.6));

        await Deadline.UntilAsync(() => replica.TermsLost == 1, "the term was lost");
    }

    [Fact]
    public async Task WorkThatOutlivesItsTermEndsTheProcess()
    {
        var replica = Replica();
        var never = new TaskCompletionSource();
        await using var running = new Running(stop => replica.Elector.RunAsync(_ => never.Task, stop));
        await Deadline.UntilAsync(() => replica.Status.IsLeader, "it leads");
        HangAt("PUT");

        await AdvanceUntilAsync(() => running.Task.IsCompleted, "it ended");

        Assert.Contains("did not end within 00:00:05", (await Assert.ThrowsAsync<InvalidOperationException>(() => running.Task)).Message, StringComparison.Ordinal);
        Assert.False(replica.Status.IsLeader);
    }

    [Fact]
    public async Task AStopIsNotHeldUpByAServerThatDoesNotAnswer()
    {
        var replica = Replica();
        var running = replica.Run();
        await Deadline.UntilAsync(() => replica.Status.IsLeader, "it leads");
        HangAt("GET");
        var stopping = running.DisposeAsync().AsTask();

        await AdvanceUntilAsync(() => stopping.IsCompleted, "it stopped");

        Assert.False(replica.Status.IsLeader);
        await stopping;
    }

    [Theory]
    [InlineData("0", 15)]
    [InlineData("-5", 15)]
    [InlineData("\"x\"", 15)]
    [InlineData("99999999999", 15)]
    [InlineData("2147483647", 3600)]
    [InlineData("86400", 3600)]
    [InlineData("40", 40)]
    public async Task AHolderThatIsGoneIsWaitedForNeitherForEverNorNotAtAll(string duration, int seconds)
    {
        _server.Write(JsonNode.Parse($$"""{"holderIdentity":"gone","leaseDurationSeconds":{{duration}},"renewTime":"2026-01-01T00:00:00.000000Z"}""")!.AsObject());
        var replica = Replica();
        await using var running = replica.Run();
        await Deadline.UntilAsync(() => replica.Status.Holder == "gone", "it follows");

        await LookAfterAsync(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal("gone", _server.Spec!["holderIdentity"]!.GetValue<string>());

        await AdvanceUntilAsync(() => replica.Status.IsLeader, "it took the Lease over");
        Assert.Equal(LeaseDuration.TotalSeconds, _server.Spec["leaseDurationSeconds"]!.GetValue<int>());
    }

    private static JsonObject Spec(string holder, int seconds) => new() { ["holderIdentity"] = holder, ["leaseDurationSeconds"] = seconds, ["renewTime"] = "2026-01-01T00:00:00.000000Z" };

    private void HangAt(string method, bool another = false)
    {
        var gate = another ? new TaskCompletionSource() : _gate;
        _server.BeforeAnswer = asked => asked == method ? gate.Task : Task.CompletedTask;
    }

    // It leads, and waits for its first renewal: time that passes sooner is no part of that wait.
    private Task LeadsAsync(Replica replica) => Deadline.UntilAsync(
        () => replica.Status.IsLeader && _time.Pending(length => length < RenewDeadline) > 0 && _time.Pending(length => length == RenewDeadline) > 0, "it leads");

    private Task SeenAsync(string method, int times) =>
        Deadline.UntilAsync(() => _server.Seen.Count(seen => seen == method) >= times, $"{method} was asked for {times} times");

    private async Task LookAfterAsync(TimeSpan time)
    {
        // The wait before it begins once the look before is done with.
        var looks = _server.Seen.Count;
        var start = _time.GetUtcNow();
        _time.Advance(time - LongestRetry);
        await Deadline.UntilAsync(
            () =>
            {
                if (_time.GetUtcNow() - start < time)
                {
                    _time.Advance(TimeSpan.FromMilliseconds(100));
                }

                return _server.Seen.Count > looks;
            },
            "it looked again");
    }

    private Task AdvanceUntilAsync(Func<bool> condition, string what) => Deadline.UntilAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            return condition();
        },
        what);

    private Replica Replica(TimeSpan? retry = null)
    {
        var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = _server.Url }), _time);
        _clients.Add(api);
        var options = TestOptions.Of(new LeadershipOptions { Identity = "one", Namespace = "ns", RetryPeriod = retry ?? new LeadershipOptions().RetryPeriod });
        var status = new LeadershipStatus(options);
        var store = new LeaseStore(api, options, TestOptions.Of(new ModeOptions()));
        return new(new(store, options, status, _time, NullLogger<LeaderElector>.Instance), status, store);
    }
}
