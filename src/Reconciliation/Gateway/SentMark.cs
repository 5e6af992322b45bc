using System.Net.Sockets;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>
/// Marks on a request how many attempts at it may have reached the gateway. It stands below the retries and the circuit breaker, so one
/// that an open circuit held back does not count, and neither does one for which no connection came about.
/// </summary>
internal sealed class SentMark : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<int> Sent = new("ApiBridge.Sent");

    /// <summary>Whether any attempt at a request may have reached the gateway.</summary>
    public static bool IsOn(HttpRequestMessage request) => CountOn(request) > 0;

    /// <summary>Whether an attempt before the last may have.</summary>
    public static bool IsRepeatedOn(HttpRequestMessage request) => CountOn(request) > 1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var left = true;
        try
        {
            return await base.SendAsync(request, cancellationToken);
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
            if (left)
            {
                request.Options.Set(Sent, CountOn(request) + 1);
            }
        }
    }

    private static int CountOn(HttpRequestMessage request) => request.Options.TryGetValue(Sent, out var count) ? count : 0;

    private static bool HasNoConnection(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
}
