using System.Net.Sockets;
using ApiBridge.Shared.Storage;
using Azure;

namespace ApiBridge.Shared.Tests.Storage;

public sealed class QueueFailureTests
{
    [Fact]
    public void OfSeveralTriesTheLastOnesReasonIsTold() => Assert.Equal(
        "Connection refused",
        QueueFailure.Describe(new AggregateException(
            "Retry failed after 2 tries.",
            new RequestFailedException("timed out"),
            new RequestFailedException("no answer", new HttpRequestException("Connection refused")))));

    /// <summary>The client lets a socket's own failure through where the connection drops as it is made.</summary>
    [Fact]
    public void AConnectionThatDropsAsItIsMadePasses() =>
        Assert.True(QueueFailure.Passes(new SocketException((int)SocketError.NotConnected), TestContext.Current.CancellationToken));

    [Fact]
    public void OfAnAnswerOnlyTheFirstLineIsTold() =>
        Assert.Equal("The server is busy.", QueueFailure.Describe(new RequestFailedException("The server is busy.\nStatus: 503\nHeaders: …")));
}
