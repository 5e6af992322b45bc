using System.Globalization;

namespace ApiBridge.LocalStack.Implementations;

/// <summary>The sample Component's figures, in Prometheus's text format.</summary>
internal sealed class MetricsEndpoint(TimeProvider time)
{
    private const string Path = "/shop-orders/metrics";

    private readonly long _began = time.GetTimestamp();

    public void Map(IEndpointRouteBuilder app) => app.MapGet(Path, context =>
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(Figures(), context.RequestAborted);
    });

    private string Figures()
    {
        var orders = TmfSample.All[0].Resources[0].Objects.Count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # HELP shop_orders Orders that are known.
            # TYPE shop_orders gauge
            shop_orders {orders}
            # HELP shop_uptime_seconds Time since the start.
            # TYPE shop_uptime_seconds gauge
            shop_uptime_seconds {time.GetElapsedTime(_began).TotalSeconds:0.000}

            """);
    }
}
