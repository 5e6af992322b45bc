using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>How what does not converge is taken up again, section <c>ApiBridge:Resync</c>.</summary>
internal sealed record ResyncOptions : ICheckedOptions
{
    public static string Section => "ApiBridge:Resync";

    // What is longer is a time that was meant otherwise: "30" is thirty days.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(7);

    /// <summary>An API unconverged for this long is sent again, and once more after as long; each further time after twice as long. Default: 60 s.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time between two resyncs of one API. Default: 10 min.</summary>
    public TimeSpan MaxPeriod { get; set; } = TimeSpan.FromMinutes(10);

    public IEnumerable<string> Problems()
    {
        if (Period <= TimeSpan.Zero || MaxPeriod < Period || MaxPeriod > LongestPeriod)
        {
            yield return $"{Section}:Period is {Period} and MaxPeriod {MaxPeriod}. Give a period above zero and a longest at least as long, up to {LongestPeriod}.";
        }
    }
}
