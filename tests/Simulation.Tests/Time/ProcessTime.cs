namespace ApiBridge.Simulation.Tests.Time;

/// <summary>The clock of one process. Work that sets a timer may go on to wait for it alone, which counts as waiting for its turn.</summary>
internal sealed class ProcessTime(SimulatedProcess process, VirtualClock clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        process.Waits();
        return clock.CreateTimer(
            due =>
            {
                if (!process.IsDead)
                {
                    callback(due);
                }
            },
            state,
            dueTime,
            period);
    }
}
