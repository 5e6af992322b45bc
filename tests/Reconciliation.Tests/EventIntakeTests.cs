using System.Text;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

public sealed class EventIntakeTests
{
    private const string OwnSource = "/clusters/east/apis/oda.tmforum.org/v1/exposedapis";

    private readonly World _world = new()
    {
        Kubernetes = new() { ClusterName = "east" },
        Reconcile = new() { MaxEventAge = TimeSpan.FromHours(1) },
    };

    [Theory]
    [InlineData("/clusters/west/apis/oda.tmforum.org/v1/exposedapis")]
    [InlineData("/clusters/east/apis/oda.tmforum.org/v1/apis")]
    [InlineData("/clusters/east/apis/example.org/v1/exposedapis")]
    [InlineData("/test")]
    public async Task AnEventOfAnotherClusterOrResourceGoesNowhere(string source) =>
        await AssertRefusedAsync(World.EventOf(_world.Create()) with { Source = source });

    [Theory]
    [InlineData(OwnSource)]
    [InlineData("/clusters/east/apis/oda.tmforum.org/v1beta3/exposedapis")]
    [InlineData(EventSource.Worker)]
    public async Task AnEventOfTheOwnClusterIsWorkedOn(string source)
    {
        await _world.Worker.HandleAsync(World.EventOf(_world.Create()) with { Source = source });

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task AnEventAboveTheGreatestAgeGoesNowhere()
    {
        var old = World.EventOf(_world.Create()) with { Source = OwnSource };
        _world.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        await AssertRefusedAsync(old);
    }

    [Fact]
    public async Task NoEventIsTooOldOrForeignUnlessASettingSaysSo()
    {
        var world = new World();
        var old = World.EventOf(world.Create());
        world.Time.Advance(TimeSpan.FromDays(365));

        await world.Worker.HandleAsync(old);

        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Theory]
    [InlineData("../secrets")]
    [InlineData("a/b")]
    [InlineData("%2e%2e")]
    public void ANameThatCouldLeadElsewhereIsNoEvent(string name)
    {
        var message = Encoding.UTF8.GetString(ApiEventCodec.Encode(World.EventOf(_world.Create()) with { Source = OwnSource }).Span);

        Assert.Throws<MalformedEventException>(
            () => _world.Intake.Read(new BinaryData(message.Replace("\"name\":\"orders\"", $"\"name\":\"{name}\"", StringComparison.Ordinal))));
    }

    private async Task AssertRefusedAsync(ApiEvent apiEvent)
    {
        _world.Worker.Steps.Once("read", () => throw new InvalidOperationException("the API server was asked"));

        await Assert.ThrowsAsync<MalformedEventException>(() => _world.Worker.HandleAsync(apiEvent));

        Assert.Empty(_world.Retries);
    }
}
