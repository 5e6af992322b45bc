namespace ApiBridge.EventBridge.Tracking;

/// <summary>How often each decision was taken: the proof that nothing is sent for nothing.</summary>
internal sealed class DecisionCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<Decision>().Length];

    /// <summary>How often a decision was taken.</summary>
    public long this[Decision decision] => Interlocked.Read(ref _counts[(int)decision]);

    public void Count(Decision decision) => Interlocked.Increment(ref _counts[(int)decision]);
}
