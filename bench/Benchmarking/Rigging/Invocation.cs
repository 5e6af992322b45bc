namespace ApiBridge.Benchmarking.Rigging;

/// <summary>A function that has run, as the host's log tells.</summary>
/// <param name="Ended">When.</param>
/// <param name="Succeeded">Whether it returned; otherwise it threw.</param>
/// <param name="Milliseconds">How long it took, from the host's call of it until the worker's answer.</param>
internal sealed record Invocation(DateTimeOffset Ended, bool Succeeded, double Milliseconds);
