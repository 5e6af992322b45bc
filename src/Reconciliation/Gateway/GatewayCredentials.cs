using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>Puts the extra headers and the token on each call.</summary>
internal sealed class GatewayCredentials(BearerToken bearer, IOptions<GatewayConnectionOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in options.Value.Headers)
        {
            request.Headers.Add(name, value);
        }

        if (await bearer.FindAsync(cancellationToken) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
