using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>A gateway that makes the product behave as if it had the mistake of a mutant.</summary>
internal sealed class MutatedGateway(IApiGateway gateway, MutatedWork work, Mutant mutant) : IApiGateway
{
    private bool _isCreationRefused;

    public async Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken)
    {
        _isCreationRefused = false;
        try
        {
            return await gateway.CreateAsync(endpoint, Named(registration), cancellationToken);
        }
        catch (GatewayRefusedException)
        {
            _isCreationRefused = true;
            throw;
        }
    }

    public async Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            await gateway.RemoveAsync(endpoint, Named(registration), cancellationToken);
        }
        catch (GatewayRefusedException) when (mutant is Mutant.ReleaseAfterRefusal && work.Read is { IsBeingDeleted: true })
        {
            // It counts as done.
        }
        catch (GatewayRefusedException refusal) when (mutant is Mutant.RefusedCreationSettlesNothing && _isCreationRefused)
        {
            throw new GatewayRefusedException(refusal.Code, refusal.Message, mayHaveTakenEffect: true);
        }
        finally
        {
            _isCreationRefused = false;
        }
    }

    private ApiRegistration Named(ApiRegistration registration)
    {
        if (mutant is not Mutant.EntryOfTheRecord || work.Read?.Status.Registration is not { } record)
        {
            return registration;
        }

        var json = (JsonObject)JsonNode.Parse(registration.ToJson().Span)!;
        json["name"] = record.Name;
        return ApiRegistration.Read(JsonSerializer.SerializeToElement(json)) ?? registration;
    }
}
