using System.Diagnostics;
using System.Globalization;
using System.Text;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.TestServers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>Gateways that are down, slow, busy or out of their mind.</summary>
public sealed class ApigGatewayFailureTests : ApigGatewayTest
{
    [Fact]
    public async Task ALimitSaysWhenToComeBackAndIsNotPressed()
    {
        Settings["ApiBridge:Gateway:Retries"] = "3";
        Server.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "77";
            return Task.CompletedTask;
        };

        Assert.Equal(TimeSpan.FromSeconds(77), (await UnavailableAsync()).RetryAfter);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task AFailureThatPassesAtOnceIsNeverSeen()
    {
        Settings["ApiBridge:Gateway:Retries"] = "2";
        Server.Answer = context =>
        {
            context.Response.StatusCode = Server.Requests.Count < 3 ? 503 : 200;
            return context.Response.WriteAsync("""{"res_code":"0000"}""");
        };

        await CreateAsync();

        Assert.Equal(3, Server.Requests.Count);
        Assert.Single(Server.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task ARefusedConnectionIsUnavailability()
    {
        Settings["ApiBridge:Gateway:Endpoint"] = $"127.0.0.1:{FreePorts.Find().ToString(CultureInfo.InvariantCulture)}";

        var unavailable = await UnavailableAsync();

        Assert.Contains("could not be reached", unavailable.Message, StringComparison.Ordinal);
        Assert.False(unavailable.IsUnanswered);
    }

    [Fact]
    public async Task AGatewayThatDoesNotAnswerIsGivenUp()
    {
        Settings["ApiBridge:Gateway:AttemptTimeout"] = "00:00:00.2";
        Server.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        Assert.Equal($"{Server.Address} did not answer within 0.2 s", (await UnavailableAsync()).Message);
    }

    // Only a connection that breaks, a timeout and a 5xx leave open whether the call took effect.
    [Theory]
    [InlineData(408, "", false)]
    [InlineData(409, """{"res_code":"0009"}""", false)]
    [InlineData(429, """{"res_code":"0000"}""", false)]
    [InlineData(500, "", true)]
    [InlineData(503, """{"res_code":"0000"}""", true)]
    public async Task OnlyAnUnansweredCallMayHaveTakenEffect(int status, string body, bool expected)
    {
        Settings["ApiBridge:Gateway:Retries"] = "0";
        Server.Answers(status, body);

        Assert.Equal(expected, (await UnavailableAsync()).IsUnanswered);
    }

    [Fact]
    public async Task AConnectionThatBreaksWithinTheAnswerLeavesTheCallUnanswered()
    {
        Settings["ApiBridge:Gateway:Retries"] = "0";
        Server.Answer = async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        };

        Assert.True((await UnavailableAsync()).IsUnanswered);
    }

    [Fact]
    public async Task ABusyGatewayThatIsGoneAtTheNextAttemptWasAnswering()
    {
        Settings["ApiBridge:Gateway:Retries"] = "1";
        Server.Answer = context =>
        {
            context.Response.StatusCode = Server.Requests.Count == 1 ? 409 : 429;
            return Task.CompletedTask;
        };

        Assert.False((await UnavailableAsync()).IsUnanswered);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task ACallWhoseFirstAttemptWasSentMayHaveTakenEffectThoughTheOthersWereNot()
    {
        Settings["ApiBridge:Gateway:Retries"] = "10";
        Server.Answers(500, "");

        var unavailable = await UnavailableAsync();

        Assert.Contains("keeps failing", unavailable.Message, StringComparison.Ordinal);
        Assert.True(unavailable.IsUnanswered);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task ARefusalTellsWhetherAnAttemptBeforeItMayHaveTakenEffect(int answeredAttempt, bool expected)
    {
        Settings["ApiBridge:Gateway:Retries"] = "2";
        Server.Answer = context =>
        {
            context.Response.StatusCode = Server.Requests.Count < answeredAttempt ? 500 : 200;
            return context.Response.WriteAsync("""{"res_code":"4711"}""");
        };

        var refused = await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());

        Assert.Equal(expected, refused.MayHaveTakenEffect);
    }

    [Fact]
    public async Task AGatewayThatIsAwayForLongIsTriedLessAndLess()
    {
        var time = new FakeTimeProvider();
        Time = time;
        Server.Answers(500, "");
        for (var look = 0; look < 60 * 6; look++)
        {
            for (var call = 0; call < 10; call++)
            {
                await Assert.ThrowsAnyAsync<GatewayUnavailableException>(() => CreateAsync());
            }

            time.Advance(TimeSpan.FromSeconds(10));
        }

        // It opens in the first minute, and is tried after 15 s, 30 s, 1 min, 2 min, and then every 4 min.
        Assert.InRange(Server.Requests.Count, 8 + 4 + 12, 8 + 4 + 16);
    }

    [Fact]
    public async Task AGatewayThatBeginsToAnswerAndStopsIsGivenUp()
    {
        Settings["ApiBridge:Gateway:AttemptTimeout"] = "00:00:00.2";
        Server.Answer = async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var started = Stopwatch.GetTimestamp();

        Assert.Equal($"{Server.Address} answered HTTP 200, but not to its end within 0.2 s", (await UnavailableAsync()).Message);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AnAnswerInACharacterSetThatNobodyKnowsIsReadAllTheSame()
    {
        Server.Answer = context =>
        {
            context.Response.ContentType = "application/json;charset=GBK";
            return context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes("{\"res_code\":\"0000\",\"res_message\":\"³É¹¦\"}")).AsTask();
        };

        await CreateAsync();
    }

    [Fact]
    public async Task ALongReasonIsShortened()
    {
        Server.Answers(200, $$"""{"res_code":"0017","res_message":"{{new string('x', 50_000)}}"}""");

        var refusal = await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());

        Assert.InRange(refusal.Message.Length, 100, 1100);
    }

    [Fact]
    public async Task TheCallersCancellationIsNoUnavailability()
    {
        using var source = new CancellationTokenSource();
        Server.Answer = async context =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gateway().CreateAsync(Endpoint("shop"), Registration(), source.Token));
    }

    [Fact]
    public async Task AGatewayThatKeepsFailingIsLeftAloneAndOthersAreNot()
    {
        await using var other = await GatewayServer.StartAsync();
        Settings["ApiBridge:Gateway:Endpoint"] = "{namespace}";
        Server.Answers(500, "");
        var (failing, healthy) = (Server.Address, other.Address);
        var gateway = Gateway();
        for (var call = 0; call < 20; call++)
        {
            await Assert.ThrowsAnyAsync<GatewayUnavailableException>(
                () => gateway.CreateAsync(Endpoint(failing), Registration(), TestContext.Current.CancellationToken));
        }

        var held = await Assert.ThrowsAsync<CircuitOpenException>(
            () => gateway.CreateAsync(Endpoint(failing), Registration(), TestContext.Current.CancellationToken));
        Assert.Contains("keeps failing", held.Message, StringComparison.Ordinal);
        Assert.InRange(held.RetryAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(15));
        Assert.True(Server.Requests.Count < 20);
        await gateway.CreateAsync(Endpoint(healthy), Registration(), TestContext.Current.CancellationToken);
    }
}
