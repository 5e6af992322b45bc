using ApiBridge.Scaling.Bench.Model;

namespace ApiBridge.Scaling.Bench.Figures;

/// <summary>Values that may be chosen, and what they lead to.</summary>
/// <param name="Options">The values.</param>
/// <param name="Small">Bursts of 100 APIs.</param>
/// <param name="Large">Bursts of 10,000.</param>
internal sealed record Candidate(ScalingOptions Options, Outlook Small, Outlook Large)
{
    /// <summary>Pod-seconds of a hundred small bursts and a large one.</summary>
    public double Cost => (100 * Small.PodSeconds) + Large.PodSeconds;
}
