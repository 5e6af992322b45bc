using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One worker's line to the gateways.</summary>
internal sealed class FakeApiGateway(World world, Steps steps) : IApiGateway
{
    public Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) =>
        CallAsync("create", endpoint, registration, cancellationToken);

    public Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) =>
        CallAsync("remove", endpoint, registration, cancellationToken);

    private async Task<GatewayAnswer> CallAsync(string operation, Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken)
    {
        await steps.AtAsync(operation, cancellationToken);
        var answer = world.GatewayAt(endpoint.Authority).Call(operation, registration);
        await steps.AtAsync($"{operation} done", cancellationToken);
        return answer;
    }
}
