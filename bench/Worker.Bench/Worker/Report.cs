namespace ApiBridge.Worker.Bench.Worker;

/// <summary>How an order went: a line of JSON on the process's standard output.</summary>
/// <param name="Seconds">From the first request for messages until the last message was deleted.</param>
/// <param name="ProcessorSeconds">Processor time of the process meanwhile.</param>
/// <param name="Milliseconds">How long each message was in work, from its hand-over to the function's return.</param>
/// <param name="Failures">Invocations that threw.</param>
internal sealed record Report(double Seconds, double ProcessorSeconds, IReadOnlyList<double> Milliseconds, long Failures)
{
    /// <summary>What a report's line begins with; all other lines are the worker's log.</summary>
    public const string Mark = "report ";
}
