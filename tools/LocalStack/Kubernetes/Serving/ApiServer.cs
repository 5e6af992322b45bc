using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Answers every request the emulator gets.</summary>
internal sealed partial class ApiServer(
    DiscoveryDocuments discovery, OpenApiDocuments openApi, ResourceRouter resources, ILogger<ApiServer> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (ApiException failure) when (!context.Response.HasStarted)
        {
            LogRefused(logger, context.Request.Method, context.Request.Path, failure.Code, failure.Message);
            await JsonAnswer.WriteAsync(context, failure.Code, failure.ToStatus());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogAborted(logger, context.Request.Method, context.Request.Path);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            LogFailed(logger, unexpected, context.Request.Method, context.Request.Path);
            await JsonAnswer.WriteAsync(context, 500, ApiErrors.Internal(unexpected.Message).ToStatus());
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var segments = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["healthz" or "livez" or "readyz", ..] => context.Response.WriteAsync("ok", context.RequestAborted),
            ["version"] => AnswerAsync(context, DiscoveryDocuments.Version()),
            ["api"] => AnswerAsync(context, DiscoveryDocuments.CoreVersions(context.Request.Host.Value ?? "")),
            ["apis"] => AnswerAsync(context, discovery.Groups()),
            ["apis", var group] => AnswerAsync(context, discovery.Group(group)),
            ["api", var version] => AnswerAsync(context, discovery.Resources("", version)),
            ["apis", var group, var version] => AnswerAsync(context, discovery.Resources(group, version)),
            ["openapi", "v2"] => AnswerAsync(context, openApi.Definitions()),
            ["openapi", "v3"] => AnswerAsync(context, openApi.Index()),
            ["openapi", "v3", "api", var version] => AnswerAsync(context, openApi.Document("", version)),
            ["openapi", "v3", "apis", var group, var version] => AnswerAsync(context, openApi.Document(group, version)),
            ["api", var version, .. var rest] => resources.RouteAsync(context, "", version, rest),
            ["apis", var group, var version, .. var rest] => resources.RouteAsync(context, group, version, rest),
            _ => throw ApiErrors.UnknownPath(),
        };
    }

    private static Task AnswerAsync(HttpContext context, JsonObject? document) =>
        JsonAnswer.WriteAsync(context, 200, document ?? throw ApiErrors.UnknownPath());

    private static async Task AnswerAsync(HttpContext context, byte[] protobuf)
    {
        context.Response.ContentType = OpenApiDefinitions.MediaType;
        await context.Response.BodyWriter.WriteAsync(protobuf, context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} is answered with {Code}: {Message}")]
    private static partial void LogRefused(ILogger logger, string method, PathString path, int code, string message);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} was given up by the client")]
    private static partial void LogAborted(ILogger logger, string method, PathString path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception unexpected, string method, PathString path);
}
