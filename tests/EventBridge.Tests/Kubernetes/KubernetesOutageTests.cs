using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Kubernetes;

public sealed class KubernetesOutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnApiServerThatIsAwayIsToldOfOnceForAllWhoAskItAndOnceWhenItIsBack()
    {
        await using var emulator = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        await using var network = new TcpProxy(emulator.Url);
        using var log = new LineLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var time = new FakeTimeProvider();
        using var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = network.Url.OriginalString }), time, loggers.CreateLogger<KubernetesApi>());

        network.Cut();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await Assert.ThrowsAsync<KubernetesApiException>(() => api.GetAsync("/version", rule: null, Token));
            await Assert.ThrowsAsync<KubernetesApiException>(() => api.OpenAsync("/version", rule: null, Token));
            time.Advance(TimeSpan.FromSeconds(10));
        }

        network.Restore();
        (await api.GetAsync("/version", rule: null, Token)).Dispose();
        (await api.GetAsync("/version", rule: null, Token)).Dispose();

        var what = $"The API server at {network.Url} can't be reached";
        Assert.Equal(3, log.Lines.Count);
        Assert.StartsWith($"{what}: ", log.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{what}, for 00:01:00 now: ", log.Lines[1], StringComparison.Ordinal);
        Assert.Equal($"Over after 00:01:40: {what}", log.Lines[2]);
    }
}
