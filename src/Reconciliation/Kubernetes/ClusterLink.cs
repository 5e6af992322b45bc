using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Sends the Kubernetes library's requests over the connection that both programs have, in place of one of the library's own.</summary>
/// <param name="connection">It stays the caller's.</param>
internal sealed class ClusterLink(ClusterConnection connection) : DelegatingHandler
{
    private readonly HttpMessageInvoker _connection = new(connection.Handler, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _connection.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
        }

        base.Dispose(disposing);
    }
}
