namespace ApiBridge.EventBridge.Operations;

/// <summary>The bridge's endpoints for probes and scrapes.</summary>
public static class EventBridgeEndpoints
{
    /// <summary>
    /// Maps <c>/healthz</c> (200 while the process runs), <c>/readyz</c> (200 or 503, and why as JSON) and <c>/metrics</c>
    /// (Prometheus text).
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapEventBridge(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        // Made now so that they are there at the first scrape.
        app.Services.GetRequiredService<BridgeGauges>();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapGet("/healthz", static () => Results.Text("ok"));
        app.MapGet("/readyz", static (BridgeReadiness readiness) =>
        {
            var report = readiness.Report();
            return Results.Json(
                report, OperationsJson.Default.ReadinessReport, statusCode: report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        return app;
    }
}
