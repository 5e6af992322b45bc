using ApiBridge.Reconciliation.Reporting;

namespace ApiBridge.LocalStack.Running;

/// <summary>The Functions app's HTTP triggers without the Functions host: the same answers at the same paths, without a key.</summary>
internal static class StatusEndpoints
{
    /// <summary>Maps <c>GET /api/status</c> and <c>GET /api/status/{namespace}/{name}</c>.</summary>
    public static void MapStatus(this WebApplication app)
    {
        var status = app.Services.GetRequiredService<StatusApi>();
        app.MapGet("/api/status", async (HttpRequest request, CancellationToken cancellationToken) =>
            Result(await status.SummaryAsync(request.Query["namespace"], cancellationToken)));
        app.MapGet("/api/status/{ns}/{name}", async (string ns, string name, CancellationToken cancellationToken) =>
            Result(await status.ApiAsync(ns, name, cancellationToken)));
    }

    private static IResult Result(StatusAnswer answer) => Results.Text(answer.Json, StatusAnswer.ContentType, statusCode: answer.StatusCode);
}
