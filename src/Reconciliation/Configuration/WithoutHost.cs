namespace ApiBridge.Reconciliation.Configuration;

/// <summary>Tells what the worker fails with when nobody told it of a Functions host, as when its program is started by hand.</summary>
public static class WithoutHost
{
    /// <summary>The problem, and what to do; null when the failure is another.</summary>
    /// <param name="exception">The failure.</param>
    public static string? In(Exception exception) => exception switch
    {
        InvalidOperationException missing when missing.Message.Contains("'HostEndpoint'", StringComparison.Ordinal) =>
            "This program is started by a Functions host, and was told of none: run func start, make run or the container image.",
        _ => null,
    };
}
