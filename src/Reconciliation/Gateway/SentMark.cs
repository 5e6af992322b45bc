namespace ApiBridge.Reconciliation.Gateway;

/// <summary>
/// Marks a request that may have reached the gateway. It stands below the retries and the circuit breaker, so one that an open circuit
/// held back has no mark, and neither has one for which no connection came about.
/// </summary>
internal sealed class SentMark : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<bool> Sent = new("ApiBridge.Sent");

    /// <summary>Whether any attempt at a request may have reached the gateway.</summary>
    public static bool IsOn(HttpRequestMessage request) => request.Options.TryGetValue(Sent, out var sent) && sent;

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
        finally
        {
            if (left)
            {
                request.Options.Set(Sent, value: true);
            }
        }
    }

    private static bool HasNoConnection(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
}
