using ApiBridge.Functions;
using ApiBridge.Reconciliation;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

LoopbackTraffic.KeepFromProxies();
try
{
    await Build(args).RunAsync();
    return 0;
}
catch (Exception exception) when (BadSettings.In(exception, WithoutHost.In) is { Count: > 0 } problems)
{
    foreach (var problem in problems)
    {
        await Console.Error.WriteLineAsync(problem);
    }

    return 1;
}

static IHost Build(string[] args)
{
    var builder = FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication();
    builder.Services.AddReconciliation(builder.Configuration);

    // A line for each request would bury those of the reconciles, and the host's levels don't reach them. What Polly says of each attempt, with
    // its stack trace, GatewayOutages says once.
    builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Polly", LogLevel.None);

    // The host drops what is logged outside of an invocation, but passes on what is written to the console.
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter<ConsoleLoggerProvider>(category: null, LogLevel.None);
    foreach (var category in OutsideInvocations.LogCategories)
    {
        builder.Logging.AddFilter<ConsoleLoggerProvider>(category, LogLevel.Information);
    }

    var telemetry = builder.Services.AddOpenTelemetry()
        .WithMetrics(metrics => metrics
            .AddMeter(ReconciliationTelemetry.SourceName)
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = ReconciliationTelemetry.MostSeries })
            .AddPrometheusExporter())
        .UseFunctionsWorkerDefaults();

    builder.Services.AddSingleton(provider => new ApplicationBuilder(provider).UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build());

    // The version that UseFunctionsWorkerDefaults asks for leaves the invocation's id out of the log's entries, and the host drops those without.
    builder.Services.PostConfigure<WorkerOptions>(worker => worker.Capabilities["WorkerOpenTelemetrySchemaVersion"] = "1.17.0");

    if (ExporterOptions.AreOn(builder.Configuration))
    {
        // After the host's own resource, which names the service by its site.
        telemetry
            .ConfigureResource(resource => resource
                .AddService("apibridge-functions", serviceVersion: ProductVersion.Of(typeof(ReconcileExposedApi).Assembly))
                .AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(ReconciliationTelemetry.SourceName))
            .UseOtlpExporter();
    }

    return builder.Build();
}
