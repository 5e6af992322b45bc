namespace ApiBridge.Shared.Kubernetes;

/// <summary>Sends the Kubernetes library's requests over the connection that all programs have, in place of one of the library's own.</summary>
/// <param name="connection">It stays the caller's.</param>
public sealed class ClusterLink(ClusterConnection connection) : DelegatingHandler
{
    private readonly HttpMessageInvoker _connection = new((connection ?? throw new ArgumentNullException(nameof(connection))).Handler, disposeHandler: false);

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _connection.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
        }

        base.Dispose(disposing);
    }
}
