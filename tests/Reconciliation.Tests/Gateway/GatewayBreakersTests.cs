using ApiBridge.Reconciliation.Gateway;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Tests.Gateway;

public sealed class GatewayBreakersTests : ApigGatewayTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AHostIsKnownFromItsFirstCallAndOpenOnceItKeepsFailing()
    {
        Assert.Empty(Breakers().States);

        await CreateAsync();
        Assert.Equal([KeyValuePair.Create($"http://{Server.Address}", CircuitState.Closed)], Breakers().States);

        await OpenAsync();
    }

    [Fact]
    public async Task TheStateIsThatOfTheBreakerInUseThoughTwoFirstCallsMakeOneEach()
    {
        using var secondIsMakingOne = new ManualResetEventSlim();
        using var firstIsThrough = new ManualResetEventSlim();
        var makers = 0;
        Settings["ApiBridge:Gateway:Retries"] = "1";
        Configure = services => services.AddTransient(_ =>
        {
            if (Interlocked.Increment(ref makers) == 1)
            {
                secondIsMakingOne.Wait(Patience, Token);
            }
            else
            {
                secondIsMakingOne.Set();
                firstIsThrough.Wait(Patience, Token);
            }

            return new Random();
        });
        var gateway = Gateway();

        Task<GatewayAnswer>[] calls = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => gateway.CreateAsync(Endpoint("shop"), Registration(), Token)))];
        await Task.WhenAny(calls);
        firstIsThrough.Set();
        await Task.WhenAll(calls);

        Assert.Equal([KeyValuePair.Create($"http://{Server.Address}", CircuitState.Closed)], Breakers().States);
        await OpenAsync();
    }

    [Fact]
    public async Task AHostIsOpenUntilACallAfterTheBreakIsAnswered()
    {
        var time = new FakeTimeProvider();
        Time = time;
        await CreateAsync();
        await OpenAsync();

        time.Advance(TimeSpan.FromMinutes(2));
        await UnavailableAsync();
        Assert.Equal(CircuitState.Open, Breakers().States.Single().Value);

        time.Advance(TimeSpan.FromMinutes(4));
        var duringTrial = CircuitState.Closed;
        Server.Answer = context =>
        {
            duringTrial = Breakers().States.Single().Value;
            return context.Response.WriteAsync("""{"res_code":"0000"}""", Token);
        };
        await CreateAsync();
        Assert.Equal(CircuitState.HalfOpen, duringTrial);
        Assert.Equal(CircuitState.Closed, Breakers().States.Single().Value);
    }

    private async Task OpenAsync()
    {
        Server.Answers(503, string.Empty);
        for (var call = 0; Breakers().States.Single().Value is CircuitState.Closed; call++)
        {
            Assert.True(call < 100, "the breaker never opens");
            await UnavailableAsync();
        }

        Assert.Equal(CircuitState.Open, Breakers().States.Single().Value);
    }
}
