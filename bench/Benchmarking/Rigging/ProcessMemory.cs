using System.Globalization;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>The memory of a process as Linux counts it, in KiB.</summary>
/// <param name="Resident">What is in memory: VmRSS.</param>
/// <param name="Anonymous">Of that, heaps and stacks: RssAnon.</param>
/// <param name="File">Of that, mapped files, which the system may drop and load again: RssFile.</param>
/// <param name="Peak">The most that was ever resident: VmHWM.</param>
internal sealed record ProcessMemory(long Resident, long Anonymous, long File, long Peak)
{
    public static ProcessMemory Of(int processId)
    {
        var status = System.IO.File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status"))
            .Select(line => line.Split(':', StringSplitOptions.TrimEntries))
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        return new(KiB("VmRSS"), KiB("RssAnon"), KiB("RssFile"), KiB("VmHWM"));

        long KiB(string field) => long.Parse(status[field].Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
