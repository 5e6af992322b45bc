using ApiBridge.Reconciliation;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;

var builder = FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication();
builder.Services.AddReconciliation(builder.Configuration);
var telemetry = builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddSource(ReconciliationTelemetry.SourceName))
    .WithMetrics(metrics => metrics.AddMeter(ReconciliationTelemetry.SourceName))
    .UseFunctionsWorkerDefaults();

// Told no endpoint, the exporter would try localhost for ever.
if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
{
    telemetry.UseOtlpExporter();
}

await builder.Build().RunAsync();
