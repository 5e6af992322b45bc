namespace ApiBridge.LocalStack.Gateway;

/// <summary>The answers of faults that are the same for a call and for a request to an API.</summary>
internal static class SpoiledAnswer
{
    /// <summary>Answers as the fault says.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="time">The clock of what never ends.</param>
    public static async Task WriteAsync(HttpContext context, GatewayFault fault, TimeProvider time)
    {
        switch (fault.Mode)
        {
            case GatewayFaultMode.Status:
                context.Response.StatusCode = fault.Status;
                await context.Response.WriteAsync($"The simulator was told to answer {fault.Status}.", context.RequestAborted);
                break;
            case GatewayFaultMode.Garbage:
                await context.Response.WriteAsync("<html><body>Bad gateway</body></html>", context.RequestAborted);
                break;
            case GatewayFaultMode.Hang:
                await UntilAbortedAsync(context, time);
                break;
            default:
                context.Abort();
                break;
        }
    }

    /// <summary>Waits as the fault says. A caller who gives up does not stop a gateway that is slow.</summary>
    public static Task DelayAsync(HttpContext context, GatewayFault fault, TimeProvider time) => Task.Delay(fault.Delay, time, Stopping(context));

    private static async Task UntilAbortedAsync(HttpContext context, TimeProvider time)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping(context));
        await Task.Delay(Timeout.InfiniteTimeSpan, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    private static CancellationToken Stopping(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
}
