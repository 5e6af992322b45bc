using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>Measures the calls to the gateways.</summary>
internal sealed class MeasuredGateway(IApiGateway gateway, TimeProvider time) : IApiGateway
{
    public Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) =>
        MeasureAsync(endpoint, ApigGateway.Create, () => gateway.CreateAsync(endpoint, registration, cancellationToken));

    public Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) => MeasureAsync(
        endpoint,
        ApigGateway.Remove,
        async () =>
        {
            await gateway.RemoveAsync(endpoint, registration, cancellationToken);
            return true;
        });

    private async Task<T> MeasureAsync<T>(Uri endpoint, string operation, Func<Task<T>> call)
    {
        var (started, result) = (time.GetTimestamp(), GatewayCallResult.Failed);
        try
        {
            var answer = await call();
            result = GatewayCallResult.Ok;
            return answer;
        }
        catch (Exception exception)
        {
            result = ResultOf(exception);
            throw;
        }
        finally
        {
            ReconciliationMetrics.Called(endpoint, operation, result, time.GetElapsedTime(started));
        }
    }

    private static GatewayCallResult ResultOf(Exception exception) => exception switch
    {
        GatewayRefusedException => GatewayCallResult.Refused,
        CircuitOpenException => GatewayCallResult.CircuitOpen,
        GatewayUnavailableException => GatewayCallResult.Unavailable,
        OperationCanceledException => GatewayCallResult.Cancelled,
        _ => GatewayCallResult.Failed,
    };
}
