namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>Waits until nothing is left to do.</summary>
internal static class Quiet
{
    // The API server's idling while this looks is charged to the operations, so it must be short against the shortest phase.
    private const int Looks = 3;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Looks until three looks in a row found nothing.</summary>
    /// <param name="left">How much is left to do.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task UntilAsync(Func<Task<int>> left, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var nothing = 0; nothing < Looks;)
        {
            var found = await left();
            nothing = found == 0 ? nothing + 1 : 0;
            if (time.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"After {Patience} {found} messages are left.");
            }

            await Task.Delay(LookInterval, time, cancellationToken);
        }
    }
}
