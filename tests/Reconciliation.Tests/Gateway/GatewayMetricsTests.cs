using System.Diagnostics.Metrics;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>What is measured of the calls to a gateway, and of its circuit.</summary>
public sealed class GatewayMetricsTests : ApigGatewayTest
{
    private const string Duration = "apibridge.gateway.call.duration";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Host => $"server.address=127.0.0.1 server.port={Server.Address.Split(':')[^1]}";

    [Fact]
    public async Task ACallIsMeasuredByHostOperationAndResult()
    {
        using var measured = new Measurements();
        Settings["ApiBridge:Gateway:NotRegisteredCodes"] = "0404";
        await CreateAsync();
        Server.Answers(200, """{"res_code":"0404"}""");
        await Gateway().RemoveAsync(Endpoint("shop"), Registration(), Token);
        await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());
        Server.Answers(503, string.Empty);
        await UnavailableAsync();

        Assert.Equal(
            [$"{Host} operation=create result=Ok", $"{Host} operation=remove result=Ok", $"{Host} operation=create result=Refused", $"{Host} operation=create result=Unavailable"],
            measured.Of(Duration));
    }

    [Fact]
    public async Task ACallThatIsCutOffIsMeasuredAsSuch()
    {
        using var measured = new Measurements();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Server.Answer = async context =>
        {
            await limit.CancelAsync();
            await context.Response.CompleteAsync();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gateway().CreateAsync(Endpoint("shop"), Registration(), limit.Token));

        Assert.Equal([$"{Host} operation=create result=Cancelled"], measured.Of(Duration));
    }

    [Fact]
    public async Task ACircuitIsOpenUntilACallIsAnsweredAndACallThatTriesClosesNothingYet()
    {
        using var measured = new Measurements();
        var time = new FakeTimeProvider();
        Time = time;
        Assert.Empty(Circuits());
        await CreateAsync();
        Assert.Equal([$"0 {Host}"], Circuits());
        Server.Answers(503, string.Empty);
        while (Breakers().States.Single().Value is CircuitState.Closed)
        {
            await UnavailableAsync();
        }

        Assert.Equal([$"1 {Host}"], Circuits());
        await Assert.ThrowsAsync<CircuitOpenException>(() => CreateAsync());
        Assert.Equal($"{Host} operation=create result=CircuitOpen", measured.Of(Duration)[^1]);

        time.Advance(TimeSpan.FromMinutes(4));
        IReadOnlyList<string> duringTrial = [];
        Server.Answer = context =>
        {
            duringTrial = Circuits();
            return context.Response.WriteAsync("""{"res_code":"0000"}""", Token);
        };
        await CreateAsync();
        Assert.Equal([$"1 {Host}"], duringTrial);
        Assert.Equal([$"0 {Host}"], Circuits());
    }

    // Of this test's worker alone.
    private List<string> Circuits()
    {
        Breakers();
        var meters = Meters();
        List<string> found = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "apibridge.gateway.circuit.open" && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => found.Add($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }
}
