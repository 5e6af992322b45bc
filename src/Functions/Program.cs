using ApiBridge.Reconciliation;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddReconciliation(builder.Configuration);
builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddSource(ReconciliationTelemetry.SourceName))
    .WithMetrics(metrics => metrics.AddMeter(ReconciliationTelemetry.SourceName))
    .UseFunctionsWorkerDefaults();
await builder.Build().RunAsync();
