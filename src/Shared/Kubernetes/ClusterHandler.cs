using System.Net;
using ApiBridge.Shared.Kubernetes.Credentials;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>Puts on each request who sends it, and sends it over connections that show the same.</summary>
/// <param name="target">Where to, and as whom.</param>
internal sealed class ClusterHandler(ClusterTarget target) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private (CertificatePair? Certificate, HttpMessageInvoker Sender)? _route;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Host = target.Trust.ServerName is { Length: > 0 } name ? name : null;
        target.Impersonation?.Apply(request.Headers);
        var identity = await IdentityAsync(cancellationToken);
        var response = await SendAsync(request, identity, cancellationToken);

        // A credential without an end may have ended, which only the server can tell.
        if (response.StatusCode != HttpStatusCode.Unauthorized || !target.Credentials.Rejected(identity)
            || request.Content is not (null or ByteArrayContent or ReadOnlyMemoryContent))
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, await IdentityAsync(cancellationToken), cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _route?.Sender.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        if (identity.Authorization is { } authorization)
        {
            request.Headers.Authorization = authorization;
        }

        return Sender(identity.Certificate).SendAsync(request, cancellationToken);
    }

    private async Task<ClientIdentity> IdentityAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await target.Credentials.GetAsync(cancellationToken);
        }
        catch (KubeconfigException exception)
        {
            throw new HttpRequestException($"the credentials can't be had: {exception.Message}", exception);
        }
    }

    // A connection shows the certificate that it was made with. What is under way when another comes ends on the connection it has.
    private HttpMessageInvoker Sender(CertificatePair? certificate)
    {
        lock (_lock)
        {
            if (_route is { } route && route.Certificate == certificate)
            {
                return route.Sender;
            }

            var sender = new HttpMessageInvoker(ClusterTransport.Create(target, certificate));
            _route = (certificate, sender);
            return sender;
        }
    }
}
