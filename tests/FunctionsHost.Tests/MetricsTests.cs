using System.Net;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>What the worker tells Prometheus through its host.</summary>
public sealed class MetricsTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    [Fact]
    public async Task WhoeverAsksGetsTheWorkersMetricsWithoutAKey()
    {
        using var client = await ClientAsync(Start());
        await AnnounceAsync("orders");
        await IsRegisteredAsync("orders");

        await Deadline.UntilAsync(async () => await SumAsync(client, "apibridge_reconcile_duration_seconds_count", ("outcome", "Done")), done => done == 1, "the reconcile was counted");

        Assert.Equal(1, await SumAsync(client, "apibridge_gateway_call_duration_seconds_count", ("server_address", "127.0.0.1"), ("operation", "create"), ("result", "Ok")));
        Assert.Equal([0.0], await ValuesAsync(client, "apibridge_gateway_circuit_open"));
        using var answer = await AskAsync(client, "api/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("shop", await client.GetStringAsync(new Uri("api/metrics", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGatewayThatKeepsFailingIsSeenFromOutsideByItsOpenCircuit()
    {
        Gateway.SetFault(new() { Mode = GatewayFaultMode.Status, Status = 503 });
        using var client = await ClientAsync(Start(("ApiBridge__Gateway__Retries", "0")));
        for (var number = 1; number <= 12; number++)
        {
            await AnnounceAsync($"api-{number}");
        }

        await Deadline.UntilAsync(async () => await ValuesAsync(client, "apibridge_gateway_circuit_open"), found => found is [1.0], "the circuit was open", TimeSpan.FromSeconds(60));

        Assert.InRange(await SumAsync(client, "apibridge_gateway_call_duration_seconds_count", ("result", "Unavailable")), 8, 12);
        await Deadline.UntilAsync(
            async () => await SumAsync(client, "apibridge_messages_requeued_total", ("reason", "Failed")) + await SumAsync(client, "apibridge_messages_requeued_total", ("reason", "HeldBack")),
            requeued => requeued >= 12,
            "each was put off");
    }

    [Fact]
    public async Task EverySeriesIsOnThePageOfTheMetricsWithItsLabels()
    {
        Gateway.SetFault(new() { Mode = GatewayFaultMode.Status, Status = 503, Count = 1 });
        using var client = await ClientAsync(Start(("ApiBridge__Gateway__Retries", "0"), ("ApiBridge__Retry__FirstDelay", "00:00:01")));
        await AnnounceAsync("orders");
        await SendAsync("no event"u8.ToArray());
        await IsRegisteredAsync("orders");
        await HoldsAsync(DeadLetterQueue, 1);
        await Deadline.UntilAsync(async () => await SumAsync(client, "apibridge_messages_deadlettered_total", ("reason", "Malformed")), kept => kept == 1, "the message was counted");

        var found = PrometheusSeries.Read(await client.GetStringAsync(new Uri("api/metrics", UriKind.Relative), Token));

        Assert.All(found, series => Assert.Null(series.ProblemIn(MetricsPage.Worker)));
        Assert.Equal(
            ["apibridge.registrations.lost"], // Only an audit finds one.
            MetricsPage.All.Where(metric => metric.Section == MetricsPage.Worker && !found.Any(series => metric.Series.Contains(series.Name, StringComparer.Ordinal))).Select(metric => metric.Name));
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Token);

    private static async Task<double> SumAsync(HttpClient client, string name, params (string Name, string Value)[] labels) => (await ValuesAsync(client, name, labels)).Sum();

    private static async Task<List<double>> ValuesAsync(HttpClient client, string name, params (string Name, string Value)[] labels) =>
    [
        .. from series in PrometheusSeries.Read(await client.GetStringAsync(new Uri("api/metrics", UriKind.Relative), Token))
           where series.Name == name && labels.All(label => series.Labels[label.Name] == label.Value)
           select series.Value,
    ];
}
