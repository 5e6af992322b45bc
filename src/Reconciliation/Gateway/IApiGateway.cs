using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>An API gateway. Both calls can be repeated: create is an upsert by name.</summary>
public interface IApiGateway
{
    /// <summary>Registers an API, or replaces the registration of that name.</summary>
    /// <param name="endpoint">The gateway's management endpoint.</param>
    /// <param name="registration">What to register.</param>
    /// <param name="cancellationToken">Ends the wait; the call may have taken effect all the same.</param>
    /// <returns>What the gateway answered.</returns>
    /// <exception cref="GatewayRefusedException">The gateway said no.</exception>
    /// <exception cref="GatewayUnavailableException">It could not be reached or could not serve; an unanswered call may have taken effect.</exception>
    Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken);

    /// <summary>Removes a registration, with the body it was made with.</summary>
    /// <param name="endpoint">The gateway's management endpoint.</param>
    /// <param name="registration">What to remove.</param>
    /// <param name="cancellationToken">Ends the wait; the call may have taken effect all the same.</param>
    /// <returns>A task that ends when it is removed.</returns>
    /// <exception cref="GatewayRefusedException">The gateway said no.</exception>
    /// <exception cref="GatewayUnavailableException">It could not be reached or could not serve; an unanswered call may have taken effect.</exception>
    Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken);
}
