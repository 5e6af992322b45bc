using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>Writes an object's own entry on its gateway, and nobody else's, and keeps book of what is known of it.</summary>
internal sealed class EntryWriter(
    IApiGateway gateway, GatewayEntries entries, IOptions<GatewayOptions> options, IOptions<GatewayClientOptions> client)
{
    /// <summary>Creates the entry, or replaces what it holds.</summary>
    /// <exception cref="GatewayRefusedException">The gateway said no.</exception>
    /// <exception cref="GatewayUnavailableException">It could not be reached or could not serve.</exception>
    public async Task CreateAsync(ObjectKey key, OwnEntry entry, ApiRegistration registration, CancellationToken cancellationToken)
    {
        JsonElement answer = default;
        await CallAsync(
            entry,
            async () => answer = (await gateway.CreateAsync(options.Value.EndpointOf(key.Namespace), Own(key, registration), cancellationToken)).Body,
            cancellationToken);
        entry.HasCreated(registration, answer);
    }

    /// <summary>Removes the entry.</summary>
    /// <exception cref="GatewayRefusedException">The gateway said no, which may mean that there is none.</exception>
    /// <exception cref="GatewayUnavailableException">It could not be reached or could not serve.</exception>
    public async Task RemoveAsync(ObjectKey key, OwnEntry entry, ApiRegistration registration, CancellationToken cancellationToken)
    {
        await CallAsync(
            entry,
            () => gateway.RemoveAsync(options.Value.EndpointOf(key.Namespace), Own(key, registration), cancellationToken),
            cancellationToken);
        entry.HasRemoved();
    }

    /// <summary>
    /// Removes the entry and makes sure that it is gone. A refusal may mean that there is nothing to remove, so the entry is created and
    /// removed once more: a refusal of that removal alone is real, and where the creation is refused as well there is no entry, unless the
    /// gateway has a code for that and did not give it.
    /// </summary>
    /// <param name="key">Whose entry it is.</param>
    /// <param name="entry">What is known of it.</param>
    /// <param name="held">What it may hold by the status, a message, or what we created; null when that is not known.</param>
    /// <param name="spec">What the spec asks for; null when that can't be registered.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayRefusedException">The gateway does not let go of it.</exception>
    /// <exception cref="GatewayUnavailableException">It could not be reached or could not serve, or it is not known what it did.</exception>
    public async Task SettleRemovalAsync(
        ObjectKey key, OwnEntry entry, ApiRegistration? held, ApiRegistration? spec, CancellationToken cancellationToken)
    {
        // Never one under a path of the gateway's own: anybody could have written it.
        var anew = held is not null && MayCreate(held) ? held : spec ?? ApiRegistration.Placeholder(entries.Of(key).Name);
        try
        {
            await RemoveAsync(key, entry, held ?? anew, cancellationToken);
            return;
        }
        catch (GatewayRefusedException)
        {
            // Told from an absence below.
        }

        var isCreated = await IsCreatedAsync(key, entry, anew, cancellationToken);
        try
        {
            await RemoveAsync(key, entry, anew, cancellationToken);
        }
        catch (GatewayRefusedException refusal) when (refusal.MayHaveTakenEffect)
        {
            throw Unanswered(refusal);
        }
        catch (GatewayRefusedException) when (!isCreated && !client.Value.TellsNotRegistered)
        {
            entry.HasRemoved();
        }
    }

    /// <summary>Removes what an object still has under a former name, or on a former gateway.</summary>
    /// <exception cref="GatewayRefusedException">The gateway said no, which may mean that there is none.</exception>
    /// <exception cref="GatewayUnavailableException">It could not be reached or could not serve.</exception>
    public Task RemoveLeftoverAsync(ObjectKey key, Leftover leftover, CancellationToken cancellationToken)
    {
        var endpoint = leftover.Gateway == entries.Of(key).Gateway
            ? options.Value.EndpointOf(key.Namespace)
            : options.Value.FormerEndpointOf(leftover.Gateway, key.Namespace);
        return endpoint is not null && entries.MayRemove(key, leftover.Entry)
            ? gateway.RemoveAsync(endpoint, leftover.Registration, cancellationToken)
            : throw new InvalidOperationException($"{leftover.Entry} is not known to be an entry of {key}");
    }

    /// <summary>Whether a registration from a record or a message may be created: never one under a path of the gateway's own.</summary>
    public bool MayCreate(ApiRegistration registration) => SpecProblem.Allows(registration, options.Value.ReservedPathList);

    private async Task<bool> IsCreatedAsync(ObjectKey key, OwnEntry entry, ApiRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(key, entry, registration, cancellationToken);
            return true;
        }
        catch (GatewayRefusedException refusal)
        {
            return refusal.MayHaveTakenEffect ? throw Unanswered(refusal) : false;
        }
    }

    // An unanswered call may have taken effect, and one that is ended from outside may have been sent.
    private static async Task CallAsync(OwnEntry entry, Func<Task> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await call();
        }
        catch (Exception exception) when (exception is GatewayUnavailableException { IsUnanswered: true }
            or GatewayRefusedException { MayHaveTakenEffect: true }
            or OperationCanceledException)
        {
            entry.Doubt();
            throw;
        }
    }

    // Whatever name a record has: what is written is the own entry.
    private ApiRegistration Own(ObjectKey key, ApiRegistration registration) =>
        registration.Name == entries.Of(key).Name
            ? registration
            : throw new InvalidOperationException($"{registration.Name} is not the entry of {key}");

    private static GatewayUnavailableException Unanswered(GatewayRefusedException refusal) =>
        new($"an attempt was left unanswered, and {refusal.Message}", innerException: refusal);
}
