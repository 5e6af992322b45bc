using ApiBridge.FunctionsHost.Worker;

namespace ApiBridge.FunctionsHost.Http;

/// <summary>Turns away requests without the key that their endpoint takes.</summary>
internal sealed class KeyCheck(HostKeys keys)
{
    private const string Header = "x-functions-key";
    private const string Parameter = "code";

    /// <summary>Passes a request on, or answers it.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Refusal(context) is not { } status)
        {
            return next(context);
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    // As the Functions host answers: who shows a key that is good for something else is known, and forbidden.
    private int? Refusal(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<NeedsMasterKey>() is not null)
        {
            return LevelOf(context.Request) switch
            {
                KeyLevel.Master => null,
                KeyLevel.Functions => StatusCodes.Status403Forbidden,
                _ => StatusCodes.Status401Unauthorized,
            };
        }

        return metadata?.GetMetadata<HttpTriggerBinding>() is { NeedsKey: true } && LevelOf(context.Request) == KeyLevel.None
            ? StatusCodes.Status401Unauthorized
            : null;
    }

    private KeyLevel LevelOf(HttpRequest request)
    {
        var given = request.Headers.TryGetValue(Header, out var header) ? header : request.Query[Parameter];
        return given.FirstOrDefault() is { Length: > 0 } key ? keys.LevelOf(key) : KeyLevel.None;
    }
}
