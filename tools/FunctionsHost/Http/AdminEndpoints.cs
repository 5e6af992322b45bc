using ApiBridge.FunctionsHost.Queues;
using ApiBridge.FunctionsHost.Worker;

namespace ApiBridge.FunctionsHost.Http;

/// <summary>The Functions host's own endpoints that are of use to who runs it.</summary>
internal static class AdminEndpoints
{
    /// <summary>
    /// Maps <c>/admin/host/ping</c>, <c>/admin/host/status</c>, <c>/admin/host/drain</c>, <c>/admin/host/drain/status</c>,
    /// <c>/admin/functions</c> and <c>/admin/functions/{name}/status</c>.
    /// </summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes, QueueListeners listeners, WorkerSupervisor worker)
    {
        routes.MapMethods(StartGate.Ping, ["GET", "POST"], () => Results.Ok());
        var admin = routes.MapGroup("admin").WithMetadata(new NeedsMasterKey());
        admin.MapGet("host/status", () => Results.Json(new { state = "Running" }));
        admin.MapPost("host/drain", () =>
        {
            // As in the Functions host, who waits for the end asks for the status.
            listeners.Drain();
            return Results.Accepted();
        });
        admin.MapGet("host/drain/status", () =>
        {
            var activity = listeners.Activity;
            return Results.Json(new
            {
                state = !listeners.IsDraining ? "Disabled" : activity is { OutstandingInvocations: 0, OutstandingRetries: 0 } ? "Completed" : "InProgress",
                outstandingInvocations = activity.OutstandingInvocations,
                outstandingRetries = activity.OutstandingRetries,
            });
        });
        admin.MapGet("functions", () => Results.Json(worker.Functions.Select(function => new { name = function.Name, isDisabled = false })));
        admin.MapGet("functions/{name}/status", (string name) =>
            worker.Functions.Any(function => string.Equals(function.Name, name, StringComparison.OrdinalIgnoreCase)) ? Results.Json(new { }) : Results.NotFound());
    }
}
