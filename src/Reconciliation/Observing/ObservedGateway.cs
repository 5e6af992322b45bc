using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>A gateway that is not called: each call is noted, and answered as if it were taken. What one would refuse is not known before.</summary>
internal sealed class ObservedGateway(Observations observations) : IApiGateway
{
    private static readonly JsonElement Taken = JsonSerializer.SerializeToElement(new JsonObject { ["observed"] = true });

    public Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken)
    {
        observations.Current.Calling(new(IsCreation: true, endpoint.Authority, registration));
        return Task.FromResult(new GatewayAnswer(Taken));
    }

    public Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken)
    {
        observations.Current.Calling(new(IsCreation: false, endpoint.Authority, registration));
        return Task.CompletedTask;
    }
}
