using ApiBridge.Domain;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A message about another gateway than the worker's settings give, as during a rollout.</summary>
public sealed class OtherGatewayTests
{
    private const string Named = "elsewhere:8080";
    private readonly Pair _pair = Pair.Create();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItIsPutOffWithAllThatItCarriesAndTheLogSaysSo(bool inDoubt)
    {
        var message = Message() with { InDoubt = inDoubt };

        await _pair.World.Worker.HandleAsync(message);

        Assert.Empty(_pair.World.Worker.Store.Reads);
        Assert.Empty(_pair.World.Apig.Calls);
        var (next, delay) = Assert.Single(_pair.World.Retries);
        Assert.Equal(message.EndpointSlices, next.EndpointSlices);
        var (same, time) = (next with { Id = message.Id, EndpointSlices = message.EndpointSlices, TraceParent = null }, message.Time);
        Assert.Equal(message with { Reason = EventReason.Retry, Attempt = 1, FirstTime = time, Time = same.Time }, same);
        Assert.True(delay > TimeSpan.Zero);
        var (level, line) = Assert.Single(_pair.World.Worker.Log.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains(Named, line, StringComparison.Ordinal);
        Assert.Contains("apig-operator-uportal.shop:8080", line, StringComparison.Ordinal);
        Assert.Contains("It is put off.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorkerOfTheSameSettingsWorksOnItThen()
    {
        await _pair.World.Worker.HandleAsync(Message() with { Gateway = "gateway:8080" });
        _pair.World.Restart(new() { Endpoint = "gateway:8080" });

        await _pair.World.DeliverRetriesAsync();

        _pair.AssertWaits();
    }

    [Theory]
    [InlineData(RetryDelay.AttemptsUntilLongest - 1, false)]
    [InlineData(RetryDelay.AttemptsUntilLongest, true)]
    public async Task AfterManyAttemptsItIsWorkedOnWithoutItsNeighbours(int attempt, bool isWorkedOn)
    {
        await _pair.World.Worker.HandleAsync(Message() with { Attempt = attempt, Reason = EventReason.Retry });

        Assert.Equal(isWorkedOn ? Pair.Path : null, _pair.YoungerEntry?.Path);
        Assert.Equal(isWorkedOn ? ["shop/orders"] : [], _pair.World.Worker.Store.Reads);
        Assert.Equal(isWorkedOn ? 0 : 1, _pair.World.Retries.Count);
        Assert.Contains(
            isWorkedOn ? "It was put off for long, and is worked on." : "It is put off.",
            _pair.World.Worker.Log.Lines[0].Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, false, true)]
    [InlineData(1, true, true)]
    public async Task AResyncIsDroppedUnlessItIsInDoubt(long dequeueCount, bool inDoubt, bool isPutOff)
    {
        await _pair.World.Worker.HandleAsync(Message() with { Reason = EventReason.Resync, InDoubt = inDoubt }, dequeueCount);

        Assert.Equal(isPutOff ? 1 : 0, _pair.World.Retries.Count);
        Assert.All(_pair.World.Retries, retry => Assert.True(retry.Event.InDoubt));
        Assert.Empty(_pair.World.Worker.Store.Reads);
    }

    [Fact]
    public async Task AMessageThatNamesNoGatewayIsWorkedOn()
    {
        await _pair.World.Worker.HandleAsync(Message() with { Gateway = null, Holder = null });

        _pair.AssertWaits();
    }

    private ApiEvent Message() => _pair.Naming(blocker: _pair.Elder.Key, holder: new("shop", "holder", "uid-8")) with
    {
        Gateway = Named,
        EndpointSlices = ["orders-abc"],
        ResourceVersion = "7",
    };
}
