using System.Diagnostics;
using System.Net.Sockets;
using ApiBridge.Shared.Tracing;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>
/// Marks on a request how many attempts at it were sent, and how many of those were left unanswered. It stands below the retries and the
/// circuit breaker, so one that an open circuit held back does not count, and neither does one for which no connection came about.
/// </summary>
internal sealed class SentMark : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<int> Sent = new("ApiBridge.Sent");
    private static readonly HttpRequestOptionsKey<int> Unanswered = new("ApiBridge.Unanswered");

    /// <summary>Whether any attempt at a request may have reached the gateway.</summary>
    public static bool IsOn(HttpRequestMessage request) => CountOn(request, Sent) > 0;

    /// <summary>Whether any attempt that may have reached the gateway was left unanswered: its connection broke, it timed out, or a 5xx came.</summary>
    public static bool IsUnansweredOn(HttpRequestMessage request) => CountOn(request, Unanswered) > 0;

    /// <summary>Says on a call's span how often its request was sent again.</summary>
    public static void Tell(HttpRequestMessage request, Activity? span)
    {
        if (CountOn(request, Sent) is > 1 and var sent)
        {
            span?.SetTag(SpanAttributes.HttpResendCount, sent - 1);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (left, answered) = (true, false);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            answered = (int)response.StatusCode < 500;
            return response;
        }
        catch (HttpRequestException exception) when (HasNoConnection(exception))
        {
            left = false;
            throw;
        }
        catch (SocketException exception)
        {
            // Where a connection is reset as it is made, the client lets that through as it is. Retries and the circuit breaker know HTTP's
            // own failures only.
            left = false;
            throw new HttpRequestException(HttpRequestError.ConnectionError, exception.Message, exception);
        }
        finally
        {
            Count(request, Sent, left);
            Count(request, Unanswered, left && !answered);
        }
    }

    private static void Count(HttpRequestMessage request, HttpRequestOptionsKey<int> mark, bool counts)
    {
        if (counts)
        {
            request.Options.Set(mark, CountOn(request, mark) + 1);
        }
    }

    private static int CountOn(HttpRequestMessage request, HttpRequestOptionsKey<int> mark) =>
        request.Options.TryGetValue(mark, out var count) ? count : 0;

    private static bool HasNoConnection(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
}
