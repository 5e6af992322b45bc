namespace ApiBridge.Dashboard.Queueing;

/// <summary>How many messages the queues held at a moment.</summary>
/// <param name="Time">When.</param>
/// <param name="Depths">About how many each held, in the order of the queues.</param>
public sealed record QueueSample(DateTimeOffset Time, IReadOnlyList<long> Depths);
