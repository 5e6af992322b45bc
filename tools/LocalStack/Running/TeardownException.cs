namespace ApiBridge.LocalStack.Running;

/// <summary>Parts that could not be stopped in order; the message says why for each.</summary>
/// <param name="failures">What each stop failed with.</param>
public sealed class TeardownException(IReadOnlyCollection<Exception> failures) : Exception(
    $"Not everything could be stopped: {string.Join("; ", failures.Select(failure => failure.Message))}", new AggregateException(failures));
