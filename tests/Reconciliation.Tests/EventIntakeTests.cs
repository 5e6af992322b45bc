using System.Globalization;
using System.Text;
using System.Text.Json;
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

    [Theory]
    [InlineData(-61, 0, true)]
    [InlineData(-61, -1, true)]
    [InlineData(-59, 0, false)]
    [InlineData(-61, null, true)]
    [InlineData(60, 0, false)]
    public async Task AnAgeCountsFromTheFirstMessageOfAChain(int firstMinutes, int? ownMinutes, bool isTooOld)
    {
        var now = _world.Time.GetUtcNow();
        var retry = World.EventOf(_world.Create(), EventReason.Retry) with
        {
            Source = OwnSource,
            FirstTime = ownMinutes is null ? null : now.AddMinutes(firstMinutes),
            Time = now.AddMinutes(ownMinutes ?? firstMinutes),
        };

        if (isTooOld)
        {
            await AssertRefusedAsync(retry);
        }
        else
        {
            await _world.Worker.HandleAsync(retry);
            _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public async Task AnEventOfTheDistantPastGoesNowhere(string time) =>
        await AssertRefusedAsync(World.EventOf(_world.Create()) with { Source = OwnSource, Time = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) });

    [Fact]
    public async Task AnEventIsWorkedOnForSevenDaysUnlessASettingSaysOtherwise()
    {
        var world = new World();
        var old = World.EventOf(world.Create());
        world.Time.Advance(TimeSpan.FromDays(7));
        await world.Worker.HandleAsync(old);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        var problem = await Assert.ThrowsAsync<MalformedEventException>(() => world.Worker.HandleAsync(old));

        Assert.Equal(
            "The event about shop/orders began on 2026-01-01 00:00:00Z; one of the last 7.00:00:00 is expected (ApiBridge:Reconcile:MaxEventAge).",
            problem.Message);
    }

    [Fact]
    public async Task WhatWasGivenUpForItsAgeIsWorkedOnOnceItIsRedriven()
    {
        var old = World.EventOf(_world.Create()) with { Source = OwnSource, FirstTime = _world.Time.GetUtcNow() };
        _world.Time.Advance(TimeSpan.FromDays(30));

        await _world.Worker.HandleAsync(old.Redriven(_world.Time.GetUtcNow()));

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task NoEventIsTooOldOrForeignWhereTheSettingsSaySo()
    {
        var world = new World { Reconcile = new() { MaxEventAge = TimeSpan.Zero } };
        var old = World.EventOf(world.Create());
        world.Time.Advance(TimeSpan.FromDays(365));

        await world.Worker.HandleAsync(old);

        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Theory]
    [InlineData("name", "../secrets")]
    [InlineData("name", "a/b")]
    [InlineData("name", "%2e%2e")]
    [InlineData("name", "orders?watch=true")]
    [InlineData("name", "")]
    [InlineData("namespace", "..")]
    [InlineData("namespace", "shop/secrets")]
    [InlineData("namespace", "attacker.example.org")]
    [InlineData("namespace", "shop.evil")]
    [InlineData("namespace", "kube-system\\u0000")]
    public async Task ANameThatCouldLeadElsewhereGoesNowhere(string field, string value)
    {
        var present = field == "name" ? "orders" : "shop";
        await AssertRefusedAsync(OwnMessage().Replace($"\"{field}\":\"{present}\"", $"\"{field}\":\"{value}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("junk")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"orders\"")]
    [InlineData("{\"specversion\":\"1.0\"}")]
    [InlineData("{\"specversion\":\"1.0\",\"type\":\"org.tmforum.oda.exposedapi.changed\",\"source\":\"/\",\"id\":\"1\",\"time\":\"2026-01-01T00:00:00Z\",\"data\":\"orders\"}")]
    public Task WhatIsNoCloudEventGoesNowhere(string message) => AssertRefusedAsync(message);

    [Fact]
    public async Task JunkAsLargeAsAMessageCanBeGoesNowhere()
    {
        await AssertRefusedAsync(new string('x', ApiEventCodec.MaxBytes));
        await AssertRefusedAsync(new string('[', ApiEventCodec.MaxBytes));
        await AssertRefusedAsync(OwnMessage() + new string(' ', ApiEventCodec.MaxBytes));
    }

    [Fact]
    public async Task FieldsThatNobodyKnowsReachNobody()
    {
        var message = OwnMessage()
            .Replace("{\"specversion\"", "{\"extra\":{\"a\":[1]},\"specversion\"", StringComparison.Ordinal)
            .Replace("\"reason\"", "\"path\":\"/other\",\"finalizers\":[\"x\"],\"reason\"", StringComparison.Ordinal);

        await _world.Worker.HandleAsync(Encoding.UTF8.GetBytes(message));

        var body = JsonElement.Parse(ApiRegistration.Of(_world.Api, _world.Api.Key.Name).ToJson().Span);
        Assert.True(JsonElement.DeepEquals(body, JsonElement.Parse(Assert.Single(_world.Apig.Registered).ToJson().Span)));
        Assert.Equal([ExposedApi.Finalizer], _world.Api.Finalizers);
    }

    private string OwnMessage() =>
        Encoding.UTF8.GetString(ApiEventCodec.Encode(World.EventOf(_world.Create()) with { Source = OwnSource }).Span);

    private Task AssertRefusedAsync(ApiEvent apiEvent) => AssertRefusedAsync(Encoding.UTF8.GetString(ApiEventCodec.Encode(apiEvent).Span));

    private async Task AssertRefusedAsync(string message)
    {
        _world.Worker.Steps.Once("read", () => throw new InvalidOperationException("the API server was asked"));

        await Assert.ThrowsAsync<MalformedEventException>(() => _world.Worker.HandleAsync(Encoding.UTF8.GetBytes(message)));

        Assert.Empty(_world.Retries);
        Assert.Empty(_world.Apig.Calls);
        Assert.Equal(0, _world.Writes);
    }
}
