using System.Net;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Implementations;

/// <summary>
/// What stands behind the sample Component's Services: one small server on loopback that answers under the paths of their APIs. What it
/// holds is fixed; nothing can be ordered.
/// </summary>
public sealed class SampleImplementation : IAsyncDisposable
{
    // As samples/shop-orders has them.
    private static readonly string[] ServiceNames = ["shop-orders-api", "shop-orders-assistant", "shop-orders-metrics", "shop-orders-roles"];

    private readonly WebApplication _app;

    private SampleImplementation(WebApplication app) => (_app, Url) = (app, new Uri(app.Urls.Single()));

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The Services that it stands behind, for the gateway's table.</summary>
    public IReadOnlyDictionary<string, Uri> Services => ServiceNames.ToDictionary(name => name, _ => Url, StringComparer.Ordinal);

    /// <summary>Starts it on a free port.</summary>
    /// <param name="time">The clock of its events and figures.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SampleImplementation> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(SampleImplementation).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        foreach (var api in TmfSample.All)
        {
            new TmfEndpoints(api).Map(app);
        }

        new AssistantEndpoints(time).Map(app);
        new MetricsEndpoint(time).Map(app);
        app.MapFallback(context => TmfAnswer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"nothing is served at {context.Request.Path}"));
        await app.ListenAsync(port: 0, cancellationToken);
        return new(app);
    }

    /// <summary>A path below an API's that shows something of it.</summary>
    /// <param name="path">The API's path.</param>
    /// <returns>The path to call: that of one of its resources where the samples' APIs have some, else the API's own.</returns>
    public static string Showing(string path) => TmfSample.All.FirstOrDefault(api => api.Path == path.TrimEnd('/')) is { } sample
        ? $"{sample.Path}/{sample.Resources[0].Name}"
        : path;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
