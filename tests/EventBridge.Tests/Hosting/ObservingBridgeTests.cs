using System.Diagnostics.Metrics;
using System.Text;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Leadership;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tests.Tracking;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.EventBridge.Tests.Hosting;

/// <summary>A bridge in ApiBridge:Reconcile:Mode=Observe.</summary>
public sealed class ObservingBridgeTests : TrackerFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WorkMode.Apply, "apibridge-eventbridge")]
    [InlineData(WorkMode.Observe, "apibridge-eventbridge-observe")]
    public void ItHasALeaseOfItsOwn(WorkMode mode, string expected)
    {
        using var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = "http://127.0.0.1:1" }), Time);

        var lease = new LeaseStore(api, TestOptions.Of(new LeadershipOptions()), TestOptions.Of(new ModeOptions { Mode = mode })).Draft();

        Assert.Contains($"\"name\":\"{expected}\"", Encoding.UTF8.GetString(lease.ToJson().Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorkMode.Apply, true)]
    [InlineData(WorkMode.Observe, false)]
    public async Task WhatDoesNotConvergeItSendsOnce(WorkMode mode, bool isSentAgain)
    {
        var options = TestOptions.Of(new ResyncOptions { Period = Period, MaxPeriod = MaxPeriod });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();

        // Nobody listens there: of a queue that can't be read nothing is known.
        var queues = new Queues(
            StorageAccount.Open(
                new() { ConnectionString = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;QueueEndpoint=http://127.0.0.1:1/a;" }, SendPolicy.Apply),
            TestOptions.Of(new QueueNames()));
        var loop = new ResyncLoop(
            Tracker, new(queues), new(options, Time), new(services.GetRequiredService<IMeterFactory>()), options, TestOptions.Of(new ModeOptions { Mode = mode }), Time)
            .RunAsync(stop.Token);
        Tracker.Replaced([new Api().Snapshot()], @namespace: null);
        Assert.Equal(EventReason.Listed, (await SentAsync()).Hint.Reason);

        for (var look = 0; look < 12; look++)
        {
            Time.Advance(Period / 6);
            await Task.Yield();
        }

        if (isSentAgain)
        {
            await Deadline.UntilAsync(
                () =>
                {
                    Time.Advance(Period / 6);
                    return Outbox.Waiting + Outbox.Delayed > 0;
                },
                "it is sent again");
        }

        Assert.Equal(isSentAgain, Requests.Decisions[Decision.Resync] > 0);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }
}
