using ApiBridge.EventBridge.Queueing;
using Azure;

namespace ApiBridge.EventBridge.Tests.Queueing;

public sealed class QueueFailureTests
{
    [Fact]
    public void OfSeveralTriesTheLastOnesReasonIsTold() => Assert.Equal(
        "Connection refused",
        QueueFailure.Describe(new AggregateException(
            "Retry failed after 2 tries.",
            new RequestFailedException("timed out"),
            new RequestFailedException("no answer", new HttpRequestException("Connection refused")))));

    [Fact]
    public void OfAnAnswerOnlyTheFirstLineIsTold() =>
        Assert.Equal("The server is busy.", QueueFailure.Describe(new RequestFailedException("The server is busy.\nStatus: 503\nHeaders: …")));
}
