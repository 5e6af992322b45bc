using System.Text;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests;

public sealed class ApiEventHandlerTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData("")]
    [InlineData("no event")]
    [InlineData("{}")]
    public async Task AMalformedMessageThrowsSoThatItIsPoisoned(string body)
    {
        var handler = new ApiEventHandler(
            _world.Intake, null!, new RecordingRetryQueue(new()), new RetryDelay(Options.Create(new RetryOptions()), new Random(1)), Options.Create(new ModeOptions()), _world.Time,
            NullLogger<ApiEventHandler>.Instance);

        await Assert.ThrowsAsync<MalformedEventException>(() => handler.HandleAsync(
            new BinaryData(Encoding.UTF8.GetBytes(body)), 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ARetryIsAMessageOfItsOwnWithOneMoreAttempt()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        var first = World.EventOf(_world.Create()) with { Attempt = 4, TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
        _world.Time.Advance(TimeSpan.FromMinutes(3));

        await _world.Worker.HandleAsync(first);

        var (next, delay) = Assert.Single(_world.Retries);
        Assert.NotEqual(first.Id, next.Id);
        Assert.Equal((5, EventReason.Retry, first.Key, first.Source), (next.Attempt, next.Reason, next.Key, next.Source));
        Assert.Equal(_world.Time.GetUtcNow(), next.Time);
        Assert.StartsWith("00-", next.TraceParent, StringComparison.Ordinal);
        Assert.InRange(delay, TimeSpan.FromSeconds(64), TimeSpan.FromSeconds(96));
    }

    [Fact]
    public async Task AnOutageOfAnHourPoisonsNothingAndTakesFewAttempts()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(_world.Create());
        var (waited, attempts) = (TimeSpan.Zero, 1);
        while (waited < TimeSpan.FromHours(1))
        {
            waited += Assert.Single(_world.Retries).Delay;
            await _world.DeliverRetriesAsync();
            attempts++;
        }

        Assert.InRange(attempts, 10, 25);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(ApiEvent.MaxAttempt)]
    [InlineData(ApiEvent.MaxAttempt - 1)]
    public async Task AttemptsAreCountedUpToABound(int attempt)
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _world.Worker.HandleAsync(World.EventOf(_world.Create()) with { Attempt = attempt });
        await _world.DeliverRetriesAsync();

        var (next, delay) = Assert.Single(_world.Retries);
        Assert.Equal(ApiEvent.MaxAttempt, next.Attempt);
        Assert.InRange(delay, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task EachRetryHasATimeOfItsOwnBesideThatOfTheFirstMessage()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        var first = World.EventOf(_world.Create());
        await _world.Worker.HandleAsync(first);
        for (var retry = 1; retry <= 3; retry++)
        {
            _world.Time.Advance(TimeSpan.FromMinutes(10));
            await _world.DeliverRetriesAsync();

            var next = Assert.Single(_world.Retries).Event;
            Assert.Equal((_world.Time.GetUtcNow(), first.Time), (next.Time, next.FirstTime));
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task AChainOfRetriesEndsWhenItIsSevenDaysOld(bool ofTheFuture, bool isOpen)
    {
        _world.Apig.Faults = _ => isOpen ? GatewayFault.CircuitOpen : GatewayFault.BeforeEffect;
        _world.Apig.RetryAfter = TimeSpan.FromMinutes(30);
        var (start, forged) = (_world.Time.GetUtcNow(), DateTimeOffset.MaxValue);
        var first = World.EventOf(_world.Create());
        await _world.Worker.HandleAsync(ofTheFuture ? first with { Time = forged, FirstTime = forged } : first);
        MalformedEventException? end = null;
        while (end is null && _world.Time.GetUtcNow() - start < TimeSpan.FromDays(8))
        {
            var (next, delay) = Assert.Single(_world.Retries);
            _world.Retries.Clear();
            _world.Time.Advance(delay);
            end = await Record.ExceptionAsync(() => _world.Worker.HandleAsync(next)) as MalformedEventException;
        }

        Assert.Contains("began on 2026-01-01 00:00:00Z; one of the last 7.00:00:00 is expected", end?.Message, StringComparison.Ordinal);
        Assert.InRange(_world.Time.GetUtcNow() - start, TimeSpan.FromDays(7), TimeSpan.FromDays(7) + TimeSpan.FromHours(1));
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AnUnexpectedErrorLeavesTheMessageToTheHost()
    {
        _world.Worker.Steps.Once("read", () => throw new InvalidOperationException("unexpected"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => _world.HandleAsync(_world.Create()));

        Assert.Empty(_world.Retries);
    }
}
