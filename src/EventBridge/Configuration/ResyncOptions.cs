using System.Globalization;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>How what does not converge is taken up again, section <c>ApiBridge:Resync</c>.</summary>
internal sealed record ResyncOptions : ICheckedOptions
{
    public static string Section => "ApiBridge:Resync";

    // What is longer is a time that was meant otherwise: "30" is thirty days.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(7);

    private const int MostInHand = 10_000;

    /// <summary>An API unconverged for this long is sent again, and once more after as long; each further time after twice as long. Default: 60 s.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time between two resyncs of one API. Default: 10 min.</summary>
    public TimeSpan MaxPeriod { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// What one worker has in hand at the most: <c>batchSize</c> and <c>newBatchThreshold</c> of its host.json. While the live queue is deeper, and
    /// drains, what may still wait in it is not sent again, for up to 10 min. Default: 48 messages.
    /// </summary>
    public int WorkerBatch { get; set; } = 48;

    public IEnumerable<string> Problems()
    {
        if (WorkerBatch is < 1 or > MostInHand)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Section}:WorkerBatch is {WorkerBatch}. Give 1 to {MostInHand} messages: batchSize and newBatchThreshold of host.json together.");
        }

        if (Period <= TimeSpan.Zero || MaxPeriod < Period || MaxPeriod > LongestPeriod)
        {
            yield return $"{Section}:Period is {Period} and MaxPeriod {MaxPeriod}. Give a period above zero and a longest at least as long, up to {LongestPeriod}.";
        }
    }
}
