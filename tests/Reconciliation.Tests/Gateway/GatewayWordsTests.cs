using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>What a condition, and an Event, says of an answer, from the wire to the object.</summary>
public sealed class GatewayWordsTests : ApigGatewayTest
{
    [Fact]
    public async Task AnEscapeThatIsNoCharacterIsARefusalInTheGatewaysWords()
    {
        var world = World();
        Server.Answers(200, """{"res_code":"4711","res_message":"the path \ud800 is\r\ntaken\u001b[2J"}""");

        await world.RegisterAsync();

        AssertMessage(world, ConditionReasons.GatewayRefused, @"the gateway answered HTTP 200, res_code 4711: the path � is\u000D\u000Ataken\u001B[2J");
        var (_, reason, message) = Assert.Single(world.Worker.Store.Warnings);
        Assert.Equal((ConditionReasons.GatewayRefused, world.Api.Status.Condition(ConditionTypes.Registered)!.Message), (reason, message));
        Assert.Empty(world.Retries);
    }

    [Theory]
    [InlineData("""{"res_code":"0000","a":1,"a":{"b":"\ud800"}}""")]
    [InlineData("""{"res_code":"0000","a":1e999}""")]
    [InlineData("""{"res_code":"0000","\ud800":null}""")]
    public async Task ASuccessIsRecordedWhateverIsInItsAnswer(string body)
    {
        var world = World();
        Server.Answers(201, body);

        var api = await world.RegisterAsync();

        Assert.Equal("0000", api.Status.Json.Child("apigBind").Child("response").Text("res_code"));
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        await world.HandleAsync(api);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task ASuccessOfManyLevelsIsRecorded()
    {
        var world = World();
        Server.Answers(200, $$"""{"res_code":"0000","a":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""");

        var api = await world.RegisterAsync();

        Assert.True(api.Status.Json.Child("apigBind").Child("response").Flag("trimmed"));
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task WhileAGatewayIsNotCalledItsLastFailureIsTold()
    {
        var world = World();
        Server.Answers(503, """{"res_code":"0099","res_message":"no database"}""");
        await OpenAsync();

        await world.RegisterAsync();

        AssertMessage(
            world, ConditionReasons.GatewayUnavailable,
            $"{Server.Address} keeps failing (answered HTTP 503, res_code 0099: no database), so it is not called for now");
        Assert.Contains(Breakers().States, state => state.Key == $"http://{Server.Address}");
    }

    [Fact]
    public async Task WhileAGatewayIsNotCalledItIsToldThatItRefusedConnections()
    {
        var address = $"127.0.0.1:{FreePorts.Find().ToString(CultureInfo.InvariantCulture)}";
        Settings["ApiBridge:Gateway:Endpoint"] = address;
        await OpenAsync();

        Assert.Equal(
            $"{address} keeps failing (could not be reached: Connection refused ({address})), so it is not called for now",
            (await Assert.ThrowsAsync<CircuitOpenException>(() => CreateAsync())).Message);
    }

    [Fact]
    public async Task WhileAGatewayIsNotCalledItIsToldThatItDidNotAnswer()
    {
        Settings["ApiBridge:Gateway:AttemptTimeout"] = "00:00:00.1";
        Server.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        await OpenAsync();

        Assert.Equal(
            $"{Server.Address} keeps failing (did not answer within 0.1 s), so it is not called for now",
            (await Assert.ThrowsAsync<CircuitOpenException>(() => CreateAsync())).Message);
    }

    [Fact]
    public async Task AnAttemptThatOpensTheCircuitOfItsOwnCallIsTheCauseThatIsTold()
    {
        Settings["ApiBridge:Gateway:Retries"] = "10";
        Server.Answers(502, "<html>");

        var unavailable = await UnavailableAsync();

        Assert.Equal($"{Server.Address} keeps failing (answered HTTP 502), so it is not called for now", unavailable.Message);
        Assert.True(unavailable.IsUnanswered);
    }

    [Fact]
    public async Task AnAnswerThatBreaksOffIsToldWithItsHttpCode()
    {
        Server.Answer = context =>
        {
            context.Response.ContentLength = 1000;
            return context.Response.WriteAsync("""{"res_code":"0000",""");
        };

        var unavailable = await UnavailableAsync();

        Assert.StartsWith($"{Server.Address} answered HTTP 200, but not to its end: ", unavailable.Message, StringComparison.Ordinal);
        Assert.True(unavailable.IsUnanswered);
    }

    [Fact]
    public async Task AConnectionThatBreaksBeforeAnAnswerWasThere()
    {
        Server.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var unavailable = await UnavailableAsync();

        Assert.StartsWith($"{Server.Address} broke the connection off: ", unavailable.Message, StringComparison.Ordinal);
        Assert.True(unavailable.IsUnanswered);
    }

    private World World() => new() { Line = Gateway(), Gateway = new() { Endpoint = Server.Address } };

    private static void AssertMessage(World world, string reason, string message)
    {
        var condition = world.Api.Status.Condition(ConditionTypes.Registered)!;
        Assert.Equal((reason, message), (condition.Reason, condition.Message));
    }

    private async Task OpenAsync()
    {
        for (var call = 0; await Record.ExceptionAsync(() => CreateAsync()) is not CircuitOpenException; call++)
        {
            Assert.True(call < 100, "the breaker never opens");
        }
    }
}
