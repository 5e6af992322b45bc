using System.Globalization;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>The memory of a process as Linux counts it, in KiB.</summary>
/// <param name="Resident">What is in memory: VmRSS.</param>
/// <param name="Anonymous">Of that, heaps and stacks: RssAnon.</param>
/// <param name="File">Of that, mapped files, which the system may drop and load again: RssFile.</param>
/// <param name="Peak">The most that was ever resident: VmHWM.</param>
internal sealed record ProcessMemory(long Resident, long Anonymous, long File, long Peak)
{
    private const int LooksAtRest = 5;
    private const double Rest = 0.01;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static ProcessMemory Of(int processId)
    {
        var status = System.IO.File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status"))
            .Select(line => line.Split(':', StringSplitOptions.TrimEntries))
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        return new(KiB("VmRSS"), KiB("RssAnon"), KiB("RssFile"), KiB("VmHWM"));

        long KiB(string field) => long.Parse(status[field].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a process has come to rest: five looks, a second apart, that differ by less than 1 %.</summary>
    /// <param name="look">Looks at it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was seen last: after a minute, whatever it is.</returns>
    public static async Task<ProcessMemory> AtRestAsync(Func<ProcessMemory> look, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (memory, unchanged) = (look(), 0);
        while (unchanged < LooksAtRest && time.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(LookInterval, time, cancellationToken);
            var now = look();
            unchanged = Math.Abs(now.Resident - memory.Resident) <= memory.Resident * Rest ? unchanged + 1 : 0;
            memory = now;
        }

        return memory;
    }
}
