using System.Net.Sockets;
using Azure;
using Azure.Identity;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>Tells the failures of the queue service, which pass, from bugs, which do not.</summary>
internal static class QueueFailure
{
    public static bool Passes(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        RequestFailedException or AuthenticationFailedException or AggregateException => true,
        IOException or HttpRequestException or SocketException => true,

        // The client's own network timeout.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    /// <summary>
    /// The failure in one line: the service's answers go on with headers and bodies, and the client's own words, when it had several
    /// tries, with how to set their number.
    /// </summary>
    public static string Describe(Exception exception)
    {
        var last = exception is AggregateException { InnerExceptions: [.., var lastTry] } ? lastTry : exception;
        var text = last.GetBaseException().Message;
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
