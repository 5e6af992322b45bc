using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ApiBridge.Functions;

/// <summary>Tells this worker's metrics as Prometheus reads them.</summary>
/// <param name="scrape">Writes them.</param>
public sealed class GetMetrics(RequestDelegate scrape)
{
    /// <summary>Answers with all metrics. It takes no key: nothing in them is secret, and a scraper knows none.</summary>
    [Function(nameof(GetMetrics))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request, CancellationToken cancellationToken) =>
        scrape(request.HttpContext);
}
