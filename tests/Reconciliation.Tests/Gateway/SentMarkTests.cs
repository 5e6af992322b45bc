using System.Net.Sockets;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Reconciliation.Tests.Gateway;

public sealed class SentMarkTests
{
    [Fact]
    public async Task AConnectionThatDropsAsItIsMadeIsAConnectionErrorAndNothingWasSent()
    {
        using var client = new HttpMessageInvoker(new SentMark { InnerHandler = new Failing(new SocketException((int)SocketError.NotConnected)) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://gateway/");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
        Assert.False(SentMark.IsOn(request));
    }

    [Fact]
    public async Task AnAnswerThatBreaksOffMayHaveBeenSent()
    {
        using var client = new HttpMessageInvoker(new SentMark { InnerHandler = new Failing(new HttpRequestException(HttpRequestError.ResponseEnded)) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://gateway/");

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.True(SentMark.IsOn(request));
    }

    private sealed class Failing(Exception failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(failure);
    }
}
