using System.Net;
using System.Text.Json;
using ApiBridge.LocalStack.Gateway;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.LocalStack.Tests.Gateway;

public sealed class GatewayFaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private GatewaySimulator _gateway = null!;
    private GatewayClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewaySimulator.StartAsync(new GatewaySimulatorOptions(), _time, Token);
        _client = new GatewayClient(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task AStatusFaultAnswersTheStatusAndRegistersNothing()
    {
        await SwitchOnAsync("""{ "mode": "status", "status": 503 }""");

        using var response = await PostAsync("shop");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(_gateway.Registrations);
        Assert.Equal(GatewayOutcome.Faulted, Assert.Single(_gateway.Calls).Outcome);
    }

    [Theory]
    [InlineData("""{ "mode": "abort" }""", 0)]
    [InlineData("""{ "mode": "abort", "applied": true }""", 1)]
    public async Task AnAbortedCallMayOrMayNotHaveTakenEffect(string fault, int registered)
    {
        await SwitchOnAsync(fault);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("shop"));

        Assert.Equal(registered, _gateway.Registrations.Count);
    }

    [Fact]
    public async Task ACallThatHangsCanHaveTakenEffect()
    {
        await SwitchOnAsync("""{ "mode": "hang", "applied": true }""");

        var call = PostAsync("shop");
        await Deadline.UntilAsync(() => _gateway.Registrations.Count == 1, "the call took effect");

        Assert.False(call.IsCompleted);
        await _gateway.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task GarbageIsNotJson()
    {
        await SwitchOnAsync("""{ "mode": "garbage" }""");

        using var response = await PostAsync("shop");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
    }

    [Fact]
    public async Task ARefusalHasItsOwnCode()
    {
        await SwitchOnAsync("""{ "mode": "refusal", "resCode": "4711" }""");

        Assert.Equal("4711", (await _client.CreateAsync(GatewayClient.Body("shop"))).Code);
        Assert.Empty(_gateway.Registrations);
    }

    [Fact]
    public async Task ADelayedCallIsAnsweredHonestlyLater()
    {
        await SwitchOnAsync("""{ "mode": "delay", "delayMs": 5000 }""");

        var call = _client.CreateAsync(GatewayClient.Body("shop"));
        await Deadline.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return call.IsCompleted;
            },
            "the delay was over");

        Assert.Equal(("0000", "success"), await call);
        Assert.True(_time.GetUtcNow() - _time.Start >= TimeSpan.FromSeconds(5));
        Assert.Single(_gateway.Registrations);
    }

    [Fact]
    public async Task AFaultCanBeForOneNameAndOneOperation()
    {
        await SwitchOnAsync("""{ "mode": "status", "name": "shop", "operation": "remove" }""");

        Assert.Equal("0000", (await _client.CreateAsync(GatewayClient.Body("shop"))).Code);
        Assert.Equal("0000", (await _client.RemoveAsync(GatewayClient.Body("other"))).Code);
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.RemoveAsync(GatewayClient.Body("shop")));
    }

    [Fact]
    public async Task AFaultForANameGoesBeforeOneForAll()
    {
        await SwitchOnAsync("""{ "mode": "refusal", "resCode": "all" }""");
        await SwitchOnAsync("""{ "mode": "refusal", "resCode": "one", "name": "shop" }""");

        Assert.Equal("one", (await _client.CreateAsync(GatewayClient.Body("shop"))).Code);
        Assert.Equal("all", (await _client.CreateAsync(GatewayClient.Body("other"))).Code);
    }

    [Fact]
    public async Task AFaultWithACountSwitchesItselfOff()
    {
        await SwitchOnAsync("""{ "mode": "refusal", "count": 2 }""");

        var codes = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            codes.Add((await _client.CreateAsync(GatewayClient.Body("shop"))).Code);
        }

        Assert.Equal(["9999", "9999", "0000"], codes);
        Assert.Empty(_gateway.Faults);
    }

    [Fact]
    public async Task FaultsAreListedReplacedAndCleared()
    {
        await SwitchOnAsync("""{ "mode": "status", "name": "shop" }""");
        await SwitchOnAsync("""{ "mode": "hang", "name": "shop", "count": 3 }""");

        var listed = Assert.Single((await _client.GetAsync("/faults")).EnumerateArray());
        Assert.Equal("hang", listed.GetProperty("mode").GetString());
        Assert.Equal(3, listed.GetProperty("count").GetInt32());

        using var cleared = await _client.DeleteFaultsAsync();
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal("[]", (await _client.GetAsync("/faults")).GetRawText());
    }

    [Fact]
    public async Task WhatIsListedCanBePutBack()
    {
        await SwitchOnAsync("""{ "mode": "status", "status": 429, "name": "shop", "operation": "create", "count": 4, "applied": true }""");
        var fault = Assert.Single(_gateway.Faults);
        var listed = (await _client.GetAsync("/faults"))[0].GetRawText();
        _gateway.ClearFaults();

        await SwitchOnAsync(listed);

        Assert.Equal(fault, Assert.Single(_gateway.Faults));
    }

    [Theory]
    [InlineData("""{ }""", "mode: is missing; write one of delay, status, abort, hang, garbage, refusal, forget")]
    [InlineData("""{ "mode": "explode" }""", "mode: \"explode\" is not valid; write one of delay, status, abort, hang, garbage, refusal, forget")]
    [InlineData("""{ "mode": "status", "status": 200 }""", "status: 200 is not valid; write a whole number from 400 to 599")]
    [InlineData("""{ "mode": "abort", "count": 0 }""", "count: 0 is not valid; write a whole number of 1 or more")]
    [InlineData("""{ "mode": "abort", "operation": "update" }""", "operation: \"update\" is not valid; write one of create, remove, route")]
    [InlineData("""{ "mode": "abort", "applied": "yes" }""", "applied: \"yes\" is not valid; write true or false")]
    [InlineData("""{ "mode": "abort", "nmae": "shop" }""", "nmae: no such field; known are mode, name, operation, count, applied, delayMs, status, resCode")]
    public async Task AnInvalidFaultIsNamedWithFieldValueAndWhatIsValid(string fault, string expected)
    {
        using var response = await _client.PutFaultAsync(fault);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Token));
        Assert.Empty(_gateway.Faults);
    }

    private async Task SwitchOnAsync(string fault)
    {
        using var response = await _client.PutFaultAsync(fault);
        response.EnsureSuccessStatusCode();
    }

    private Task<HttpResponseMessage> PostAsync(string name) =>
        _client.PostAsync("createAPIFromSwagger", GatewayClient.Body(name).ToJsonString());
}
