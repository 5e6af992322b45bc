using k8s.Authentication;
using k8s.Exceptions;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>Puts on each request who sends it.</summary>
/// <param name="transport">Sends it.</param>
/// <param name="serverName">The name that the server's certificate is checked against; null or empty for the address.</param>
/// <param name="credentials">What is put on a request; null for nothing.</param>
internal sealed class ClusterHandler(HttpMessageHandler transport, string? serverName, ServiceClientCredentials? credentials) : DelegatingHandler(transport)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Host = string.IsNullOrEmpty(serverName) ? null : serverName;
        if (credentials is not null)
        {
            try
            {
                await credentials.ProcessHttpRequestAsync(request, cancellationToken);
            }
            catch (KubeConfigException exception)
            {
                throw new HttpRequestException($"the credentials can't be had: {exception.Message}", exception);
            }
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
