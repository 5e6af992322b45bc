using System.Net;
using System.Net.Sockets;
using System.Xml;
using ApiBridge.Shared.Http;
using Azure;
using Azure.Identity;

namespace ApiBridge.Shared.Storage;

/// <summary>Tells the failures of the queue service, which pass, from bugs, which do not.</summary>
public static class QueueFailure
{
    // A key or a signature that is wrong.
    private const string StrangerCode = "AuthenticationFailed";

    /// <summary>Whether a failure is the service's, or of the way there, and another try may go well.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="cancellationToken">The caller's: an end that it asked for is no failure.</param>
    /// <returns>True when it is.</returns>
    public static bool Passes(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        RequestFailedException or AuthenticationFailedException or AggregateException => true,
        IOException or HttpRequestException or SocketException => true,

        // What answered is no queue service, or says a number that is none: a proxy's page, perhaps.
        XmlException or FormatException or OverflowException => true,

        // The client's own network timeout.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    /// <summary>Whether the service knows who asks, and does not let it: a right is missing.</summary>
    /// <param name="exception">The failure.</param>
    /// <returns>True when it is so.</returns>
    public static bool IsForbidden(RequestFailedException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Status == (int)HttpStatusCode.Forbidden && exception.ErrorCode != StrangerCode;
    }

    /// <summary>
    /// The failure in one line: the service's answers go on with headers and bodies, and the client's own words, when it had several
    /// tries, with how to set their number.
    /// </summary>
    /// <param name="exception">The failure.</param>
    /// <returns>The line.</returns>
    public static string Describe(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return InnermostCause.Of(exception is AggregateException { InnerExceptions: [.., var lastTry] } ? lastTry : exception);
    }
}
