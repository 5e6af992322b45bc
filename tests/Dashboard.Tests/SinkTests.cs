using System.Text;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Programs;

namespace ApiBridge.Dashboard.Tests;

/// <summary>A list after a watch leaves nothing of what is gone.</summary>
public sealed class SinkTests
{
    [Fact]
    public void AnEventThatWasToldByTheWatchAndIsNotListedAnyMoreIsGone()
    {
        var sink = new EventSink(() => { });
        sink.BeginList();
        sink.Take([Json("""{"metadata":{"name":"a"}}"""), Json("""{"metadata":{"name":"b"}}""")]);
        sink.EndOfList();
        sink.Take([Json("""{"metadata":{"name":"a"},"count":2}""")]);

        sink.BeginList();
        sink.Take([Json("""{"metadata":{"name":"b"}}""")]);
        sink.EndOfList();

        Assert.Equal("b", Assert.Single(sink.All).Id);
    }

    [Fact]
    public void ALeaseThatWasRenewedAndIsNotListedAnyMoreHasNoHolder()
    {
        var sink = new LeaseSink(() => { });
        sink.BeginList();
        sink.Take([Json("""{"spec":{"holderIdentity":"bridge-0"}}""")]);
        sink.EndOfList();
        sink.Take([Json("""{"spec":{"holderIdentity":"bridge-1"}}""")]);
        Assert.Equal("bridge-1", sink.Holder);

        sink.BeginList();
        sink.EndOfList();

        Assert.Null(sink.Holder);
    }

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);
}
