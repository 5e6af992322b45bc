using System.Globalization;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>How much is tried.</summary>
internal static class Inputs
{
    private const int Few = 2_000;

    /// <summary>
    /// The inputs that each test makes up: <c>FUZZ_INPUTS</c>, else 2,000. A failure prints a seed; <c>CsCheck_Seed</c> in the environment begins with
    /// that one.
    /// </summary>
    public static int Each { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("FUZZ_INPUTS"), CultureInfo.InvariantCulture, out var inputs) ? inputs : Few;
}
