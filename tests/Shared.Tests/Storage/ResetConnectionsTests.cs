using System.Net.Sockets;
using ApiBridge.Shared.Storage;
using Azure;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Tests.Storage;

public sealed class ResetConnectionsTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMessageIsSentThoughTheFirstConnectionIsReset()
    {
        using var network = new Resetting(times: 1);
        var queues = Queues(network);
        var name = AzuriteFixture.NewQueueName();

        await queues.SendAsync(name, new BinaryData("message"), TimeSpan.Zero, Token);

        Assert.Equal(1, await queues.CountAsync(name, Token));
    }

    [Fact]
    public async Task ConnectionsThatAreAllResetAreAServiceThatCannotBeReached()
    {
        using var network = new Resetting(times: int.MaxValue);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Queues(network).CountAsync(AzuriteFixture.NewQueueName(), Token));

        var tries = Assert.IsType<AggregateException>(failure).InnerExceptions;
        Assert.All(tries, one => Assert.Equal(0, Assert.IsType<RequestFailedException>(one).Status));
    }

    private Queues Queues(HttpMessageHandler network) => new(
        StorageAccount.Open(new() { ConnectionString = azurite.ConnectionString }, client =>
        {
            client.Transport = new HttpClientTransport(network);
            client.Retry.Delay = TimeSpan.FromMilliseconds(1);
        }),
        Options.Create(new QueueNames()));

    private sealed class Resetting(int times) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _left = times;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _left-- > 0
                ? Task.FromException<HttpResponseMessage>(new SocketException((int)SocketError.NotConnected))
                : base.SendAsync(request, cancellationToken);
    }
}
