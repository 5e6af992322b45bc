using System.Globalization;

namespace ApiBridge.Simulation.Tests.Time;

/// <summary>What happened, a line a step: virtual time, actor, step. It names nothing that is not drawn from the seed, like uids.</summary>
internal sealed class Trace(VirtualClock clock)
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string actor, string step) =>
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed:hh\\:mm\\:ss\\.fff} {actor,-10} {step}"));
}
