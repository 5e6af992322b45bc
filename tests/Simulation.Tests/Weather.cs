using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests;

/// <summary>How often things go wrong, each as a probability from 0 to 1 of a single step.</summary>
internal sealed record Weather
{
    /// <summary>Nothing goes wrong.</summary>
    public static Weather Calm { get; } = new() { IsCalm = true };

    /// <summary>Nothing fails, but some steps are slow and some messages come twice.</summary>
    public static Weather Mild { get; } = new() { Hiccup = 0.1, Duplicate = 0.05, IsCalm = true };

    /// <summary>A process dies.</summary>
    public double Crash { get; init; }

    /// <summary>A step takes seconds.</summary>
    public double Hiccup { get; init; }

    /// <summary>A step takes longer than a message is leased for.</summary>
    public double Stall { get; init; }

    /// <summary>The gateway fails a call.</summary>
    public double GatewayFailure { get; init; }

    /// <summary>The gateway says no in passing: to a creation, and to a removal if the workers know how it says that there is none.</summary>
    public double Refusal { get; init; }

    /// <summary>The API server fails a call.</summary>
    public double ClusterFailure { get; init; }

    /// <summary>A send to a queue fails.</summary>
    public double SendFailure { get; init; }

    /// <summary>A message is delivered twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>The bridge's watch breaks off, and what it missed is found by a new list only.</summary>
    public double WatchCut { get; init; }

    /// <summary>A message kills every worker that takes it.</summary>
    public double Curse { get; init; }

    /// <summary>Whether gateway, API server and queues have outages of minutes.</summary>
    public bool HasOutages { get; init; }

    /// <summary>Whether the bridge is replaced from time to time.</summary>
    public bool ReplacesBridge { get; init; }

    public bool IsCalm { get; init; }

    /// <summary>Draws a weather. Where much fails much is tried again, and that hides what a race alone would break: some are mild.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="isPrompt">Whether nothing may go wrong for which a resync is essential: a refusal in passing, and a message that kills.</param>
    public static Weather Draw(Random random, bool isPrompt)
    {
        if (random.Chance(0.2))
        {
            return Mild;
        }

        var severity = random.NextDouble();
        return new()
        {
            Crash = Sometimes(0.04),
            Hiccup = Sometimes(0.2),
            Stall = Sometimes(0.004),
            GatewayFailure = Sometimes(0.3),
            Refusal = isPrompt ? 0 : Sometimes(0.15),
            ClusterFailure = Sometimes(0.1),
            SendFailure = Sometimes(0.3),
            Duplicate = Sometimes(0.1),
            WatchCut = Sometimes(0.1),
            Curse = isPrompt ? 0 : Sometimes(0.02),
            HasOutages = random.Chance(0.5),
            ReplacesBridge = random.Chance(0.5),
        };

        double Sometimes(double most) => random.Chance(0.5) ? most * severity : 0;
    }
}
