namespace ApiBridge.LocalStack.Progress;

/// <summary>How far all APIs have come.</summary>
/// <param name="Apis">The APIs, as they were last read.</param>
/// <param name="Outage">Why they can't be read any more, in one line; null while they can.</param>
internal sealed record ProgressSnapshot(IReadOnlyList<ApiProgress> Apis, string? Outage);
