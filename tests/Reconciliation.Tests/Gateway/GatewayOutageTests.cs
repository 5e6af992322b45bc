using ApiBridge.Reconciliation.Gateway;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>What the log says of a gateway that is away.</summary>
public sealed class GatewayOutageTests : ApigGatewayTest
{
    private readonly FakeTimeProvider _time = new();

    public GatewayOutageTests() => Time = _time;

    [Fact]
    public async Task AGatewayThatIsAwayIsToldOfOnceThenEachMinuteAndOnceWhenItIsBack()
    {
        Server.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        for (var call = 0; call < 7; call++)
        {
            await UnavailableAsync();
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Server.Answer = context => context.Response.WriteAsync("""{"res_code":"0000"}""");
        await CreateAsync();
        await CreateAsync();

        var what = $"Calls to the gateway at {Endpoint("shop").Authority} fail, and are tried again";
        Assert.Equal(
            [
                $"{what}: {Endpoint("shop").Authority} answered HTTP 503",
                $"{what}, for 00:01:00 now: {Endpoint("shop").Authority} answered HTTP 503",
                $"Over after 00:01:10: {what}",
            ],
            Log.Lines.Where(line => line.Contains(what, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ARefusalIsAnAnswer()
    {
        Server.Answer = context => context.Response.WriteAsync("""{"res_code":"1001","res_message":"no"}""");

        await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());

        Assert.DoesNotContain(Log.Lines, line => line.Contains("Calls to the gateway", StringComparison.Ordinal));
    }
}
