namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Lets nothing pass to the API server but reads: what only observes can write nothing, whatever is asked of it.</summary>
internal sealed class ReadOnlyRequests : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Get
            ? base.SendAsync(request, cancellationToken)
            : throw new InvalidOperationException($"{request.Method} {request.RequestUri?.AbsolutePath} is a write, and nothing is written where all only observe (ApiBridge:Reconcile:Mode)");
}
