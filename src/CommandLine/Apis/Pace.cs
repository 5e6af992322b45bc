namespace ApiBridge.CommandLine.Apis;

/// <summary>Lets so many go in a second and no more, without making up for what was slow.</summary>
/// <param name="perSecond">How many.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(int perSecond, TimeProvider time)
{
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1) / perSecond;
    private long? _last;

    /// <summary>Waits until the next may go.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        // A timer may fire a little early.
        while (_last is { } last && _spacing - time.GetElapsedTime(last) is { Ticks: > 0 } left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken);
        }

        _last = time.GetTimestamp();
    }
}
