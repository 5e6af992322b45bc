using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Tests.Kubernetes;

/// <summary>What is the emulator's own: how it starts and stops.</summary>
public class KubernetesApiEmulatorTests
{
    [Fact]
    public async Task ATakenPortIsNamedInTheError()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<PortInUseException>(() => StartAsync(new KubernetesApiEmulatorOptions { Port = port }));
        Assert.Equal(port, error.Port);
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionsOutOfRangeAreRefused() =>
        await Assert.ThrowsAsync<ValidationException>(() => StartAsync(new KubernetesApiEmulatorOptions { EventHistory = 0 }));

    [Fact]
    public async Task ItListensOnLoopbackUntilItIsDisposed()
    {
        using var http = new HttpClient();
        Uri url;
        await using (var emulator = await StartAsync(new KubernetesApiEmulatorOptions()))
        {
            url = emulator.Url;
            Assert.Equal("127.0.0.1", url.Host);
            Assert.Equal("ok", await http.GetStringAsync(new Uri(url, "readyz"), TestContext.Current.CancellationToken));
        }

        await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetStringAsync(new Uri(url, "readyz"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AnOpenWatchEndsWhenItIsDisposed()
    {
        var emulator = await StartAsync(new KubernetesApiEmulatorOptions());
        using var http = new HttpClient();
        await using var stream = await http.GetStreamAsync(
            new Uri(emulator.Url, "api/v1/namespaces?watch=true&resourceVersion=0"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Contains("\"ADDED\"", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await emulator.DisposeAsync();
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("ERROR", rest, StringComparison.Ordinal);
    }

    private static Task<KubernetesApiEmulator> StartAsync(KubernetesApiEmulatorOptions options) =>
        KubernetesApiEmulator.StartAsync(options, cancellationToken: TestContext.Current.CancellationToken);
}
