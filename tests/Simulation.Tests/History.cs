namespace ApiBridge.Simulation.Tests;

/// <summary>What came of a simulation.</summary>
/// <param name="Seed">What everything was drawn from.</param>
/// <param name="Trace">Everything that happened, a line a step.</param>
/// <param name="Violations">What must not be; none when all is well.</param>
/// <param name="Happenings">What it met.</param>
internal sealed record History(int Seed, IReadOnlyList<string> Trace, IReadOnlyList<string> Violations, IReadOnlySet<Happening> Happenings);
