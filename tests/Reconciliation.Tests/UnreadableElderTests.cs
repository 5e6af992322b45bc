using System.Net;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Tests.Fakes;
using k8s.Autorest;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An elder that is named, and can't be read: that is not to say that it is absent.</summary>
public sealed class UnreadableElderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoHasNothingIsNotCreatedWhereTheElderMayNotBeRead(bool isShared)
    {
        var pair = Pair.Create(isShared);
        Forbid(pair);

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Empty(pair.World.Apig.Calls);
        AssertUnreadable(pair);
        Assert.Null(pair.Younger.Status.Registration);
        Assert.Empty(pair.World.Retries);
    }

    [Fact]
    public async Task ItIsToldOnceByAnEvent()
    {
        var pair = Pair.Create();
        Forbid(pair);
        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));
        var before = pair.Younger.ResourceVersion;

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Equal(before, pair.Younger.ResourceVersion);
        Assert.Equal(
            ("orders", ConditionReasons.ElderUnreadable), Assert.Single(pair.World.Worker.Store.Warnings) is var (name, reason, _) ? (name, reason) : default);
    }

    [Fact]
    public async Task AHolderKeepsWhatItHolds()
    {
        var pair = await Pair.BothHoldAsync();
        Forbid(pair);
        var before = pair.Younger.ResourceVersion;

        await pair.World.Worker.HandleAsync(pair.Naming(holder: pair.Elder.Key));

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
        Assert.Equal(ConditionReasons.Accepted, pair.YoungerReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoMovesKeepsWhatItHolds(bool asHolder)
    {
        var pair = await Pair.BothHoldAsync();
        pair.Move("orders", "/new");
        Forbid(pair);

        await pair.World.Worker.HandleAsync(asHolder ? pair.Naming(holder: pair.Elder.Key) : pair.Naming(blocker: pair.Elder.Key));

        Assert.Empty(pair.World.Apig.Calls);
        AssertUnreadable(pair);
        Assert.Equal(Pair.Path, pair.Younger.Status.Registration?.Path);
    }

    [Fact]
    public async Task TheElderThatAStatusNamesIsNotAbsentEither()
    {
        var pair = await Pair.WaitingAsync();
        Forbid(pair);

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Empty(pair.World.Apig.Calls);
        AssertUnreadable(pair);
    }

    [Fact]
    public async Task WhoIsLetReadAgainWaits()
    {
        var pair = Pair.Create();
        Forbid(pair);
        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));
        pair.World.Worker.Store.ReadFailure = null;

        await pair.World.Worker.HandleAsync(pair.Naming());

        pair.AssertWaits();
    }

    /// <summary>As with whoever decides nothing: another worker that read the object before has to conflict.</summary>
    [Fact]
    public async Task ADoubtOfItsOwnDeliveryIsWrittenAnew()
    {
        var pair = Pair.Create();
        Forbid(pair);
        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));
        var first = pair.Younger.Status.UnansweredAt;
        Assert.NotNull(first);
        pair.World.Time.Advance(TimeSpan.FromMinutes(1));

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key), dequeueCount: 2);

        Assert.Equal(first.Value.AddMinutes(1), pair.Younger.Status.UnansweredAt);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(null)]
    public async Task AReadThatFailsIsPutOffWithTheNeighbours(HttpStatusCode? status)
    {
        var pair = await Pair.BothHoldAsync();
        Fail(pair, status is { } code ? Answer(code) : new TimeoutException("no answer"));
        var (message, before) = (pair.Naming(blocker: pair.Elder.Key, holder: pair.Elder.Key), pair.Younger.ResourceVersion);

        await pair.World.Worker.HandleAsync(message);

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
        var next = Assert.Single(pair.World.Retries).Event;
        Assert.Equal((message.Blocker, message.Holder, EventReason.Retry, 1), (next.Blocker, next.Holder, next.Reason, next.Attempt));
        pair.World.Worker.Store.ReadFailure = null;
        await pair.World.DeliverRetriesAsync();
        pair.AssertWaits();
    }

    private static void AssertUnreadable(Pair pair)
    {
        var condition = pair.Younger.Status.Condition(ConditionTypes.Registered);
        Assert.Equal((ConditionStatus.False, ConditionReasons.ElderUnreadable), (condition?.Status, condition?.Reason));
        Assert.Contains($"{pair.ElderNamespace}/elder", condition!.Message, StringComparison.Ordinal);
        Assert.Equal(pair.Elder.Key, pair.Younger.Status.YieldsTo);
    }

    private static void Forbid(Pair pair) => Fail(pair, Answer(HttpStatusCode.Forbidden));

    private static void Fail(Pair pair, Exception cause) => pair.World.Worker.Store.ReadFailure =
        key => key.Name == "elder" ? new ClusterUnavailableException("could not read the elder", cause) : null;

    private static HttpOperationException Answer(HttpStatusCode status)
    {
        using var response = new HttpResponseMessage(status);
        return new($"it answered {status}") { Response = new(response, string.Empty) };
    }
}
