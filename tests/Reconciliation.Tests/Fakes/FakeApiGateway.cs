using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One worker's line to the gateway.</summary>
internal sealed class FakeApiGateway(FakeGateway gateway, Steps steps) : IApiGateway
{
    public Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) =>
        CallAsync("create", registration);

    public Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) =>
        CallAsync("remove", registration);

    private async Task<GatewayAnswer> CallAsync(string operation, ApiRegistration registration)
    {
        await steps.AtAsync(operation);
        var answer = gateway.Call(operation, registration);
        await steps.AtAsync($"{operation} done");
        return answer;
    }
}
