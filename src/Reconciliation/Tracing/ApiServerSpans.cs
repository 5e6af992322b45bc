using System.Globalization;
using System.Net;
using ApiBridge.Shared.Tracing;

namespace ApiBridge.Reconciliation.Tracing;

/// <summary>Makes a span of each request to the API server that is sent as a part of something that is traced.</summary>
internal sealed class ApiServerSpans : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var span = WorkerSpans.StartApiServerCall(request);
        span.GoesWith(request);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            span.IsAnswered((int)response.StatusCode);

            // That there is none of a name is an answer as good as any.
            if (!response.IsSuccessStatusCode && !(response.StatusCode is HttpStatusCode.NotFound && request.Method == HttpMethod.Get))
            {
                span.Fail(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            }

            return response;
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }
}
