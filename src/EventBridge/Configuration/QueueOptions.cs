using System.Globalization;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>How hints are sent to the live queue, section <c>ApiBridge:Queue</c>.</summary>
internal sealed record QueueOptions : ICheckedOptions
{
    public static string Section => "ApiBridge:Queue";

    /// <summary>The longest that <see cref="DrainTimeout"/> may be.</summary>
    public static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(1);

    // What is longer is a time that was meant otherwise: "30" is thirty days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // More would be felt by whoever waits for an API to appear, or to go.
    private static readonly TimeSpan LongestSpacing = TimeSpan.FromSeconds(10);

    /// <summary>How many messages are sent at once, 1 to 64. Default: 8.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>
    /// The shortest time between two messages about one object, so that a burst of edits costs one at its beginning and one at its end.
    /// Default: 1 s.
    /// </summary>
    public TimeSpan Spacing { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after a key's first failed send, doubling with each further one. Default: 0.5 s.</summary>
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two sends of one key. Default: 30 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the queue is asked whether it is there, how full it is, and for how long its messages wait. Default: 30 s.</summary>
    public TimeSpan ProbePeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping bridge goes on sending what waits. Default: 10 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Problems()
    {
        if (Parallelism is < 1 or > 64)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Section}:Parallelism is {Parallelism}. Give 1 to 64 messages at once.");
        }

        if (Spacing < TimeSpan.Zero || Spacing > LongestSpacing)
        {
            yield return $"{Section}:Spacing is {Spacing}. Give 00:00:00 to {LongestSpacing}.";
        }

        if (InitialBackoff <= TimeSpan.Zero || MaxBackoff < InitialBackoff || MaxBackoff > LongestWait)
        {
            yield return $"{Section}:InitialBackoff is {InitialBackoff} and MaxBackoff {MaxBackoff}. Give an initial wait above zero and a longest at least as long, up to {LongestWait}.";
        }

        if (ProbePeriod < TimeSpan.FromSeconds(1) || ProbePeriod > LongestWait)
        {
            yield return $"{Section}:ProbePeriod is {ProbePeriod}. Give 00:00:01 to {LongestWait}.";
        }

        if (DrainTimeout < TimeSpan.Zero || DrainTimeout > LongestDrain)
        {
            yield return $"{Section}:DrainTimeout is {DrainTimeout}. Give 00:00:00 to {LongestDrain}.";
        }
    }
}
