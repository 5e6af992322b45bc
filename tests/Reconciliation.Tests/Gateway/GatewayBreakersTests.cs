using ApiBridge.Reconciliation.Gateway;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Tests.Gateway;

public sealed class GatewayBreakersTests : ApigGatewayTest
{
    [Fact]
    public async Task AHostIsKnownFromItsFirstCallAndOpenOnceItKeepsFailing()
    {
        Assert.Empty(Breakers().States);

        await CreateAsync();
        Assert.Equal([KeyValuePair.Create($"http://{Server.Address}", CircuitState.Closed)], Breakers().States);

        Server.Answers(503, string.Empty);
        for (var call = 0; Breakers().States.Single().Value is CircuitState.Closed; call++)
        {
            Assert.True(call < 100, "the breaker never opens");
            await Assert.ThrowsAsync<GatewayUnavailableException>(() => CreateAsync());
        }

        Assert.Equal(CircuitState.Open, Breakers().States.Single().Value);
    }
}
