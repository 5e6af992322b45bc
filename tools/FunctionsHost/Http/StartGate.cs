namespace ApiBridge.FunctionsHost.Http;

/// <summary>
/// Holds requests back until the host takes messages, as the Functions host does until it runs. The ping asks for the web server alone.
/// </summary>
internal sealed class StartGate
{
    /// <summary>The path that is answered from the first moment on.</summary>
    public const string Ping = "/admin/host/ping";

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets all through from now on.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Passes a request on.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.Equals(Ping, StringComparison.OrdinalIgnoreCase))
        {
            await _opened.Task.WaitAsync(context.RequestAborted);
        }

        await next(context);
    }
}
