using System.Globalization;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>How the API server is listed and watched, section <c>ApiBridge:Watch</c>.</summary>
internal sealed record WatchOptions : ICheckedOptions
{
    public static string Section => "ApiBridge:Watch";

    // What is longer is a time that was meant otherwise: "30" is thirty days. And a timer takes no more than some weeks.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestDebounce = TimeSpan.FromMinutes(1);

    // A worker writes an entry and a status one after the other, and two watches tell of them.
    private static readonly TimeSpan ShortestComponentDebounce = TimeSpan.FromMilliseconds(500);

    /// <summary>Objects a page of a list. Default: 250.</summary>
    public int PageSize { get; set; } = 250;

    /// <summary>The shortest time after which the server is asked to end a watch. Default: 5 min.</summary>
    public TimeSpan MinServerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest; each watch draws one in between, so that not all end at once. Default: 10 min.</summary>
    public TimeSpan MaxServerTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A watch without a byte for this long is taken for dead; servers send a bookmark about once a minute. One that sends none is asked to end its
    /// watches sooner than this. Default: 150 s.
    /// </summary>
    public TimeSpan InactivityTimeout { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>The wait after a first failure, doubling, with jitter. Default: 0.8 s.</summary>
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The longest wait between tries. Default: 30 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A service's endpoints must stay the same for this long before its APIs are told. Default: 500 ms.</summary>
    public TimeSpan ReadinessDebounce { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A Component's entry must differ from its API's status for this long before the API is sent for that. It doubles while the entry is
    /// overwritten again and again, up to <see cref="ResyncOptions.MaxPeriod"/>. Default: 2 s.
    /// </summary>
    public TimeSpan ComponentDebounce { get; set; } = TimeSpan.FromSeconds(2);

    public IEnumerable<string> Problems()
    {
        if (PageSize is < 1 or > 5000)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Section}:PageSize is {PageSize}. Give 1 to 5000 objects a page.");
        }

        if (MinServerTimeout < TimeSpan.FromSeconds(1) || MaxServerTimeout < MinServerTimeout || MaxServerTimeout > LongestTimeout)
        {
            yield return $"{Section}:MinServerTimeout is {MinServerTimeout} and MaxServerTimeout {MaxServerTimeout}. Give at least a second, and a longest at least as long, up to {LongestTimeout}.";
        }

        if (InactivityTimeout <= TimeSpan.Zero || InactivityTimeout > LongestTimeout)
        {
            yield return $"{Section}:InactivityTimeout is {InactivityTimeout}. Give more than the minute between two bookmarks, such as 00:02:30, up to {LongestTimeout}.";
        }

        if (InitialBackoff <= TimeSpan.Zero || MaxBackoff < InitialBackoff || MaxBackoff > LongestBackoff)
        {
            yield return $"{Section}:InitialBackoff is {InitialBackoff} and MaxBackoff {MaxBackoff}. Give an initial wait above zero and a longest at least as long, up to {LongestBackoff}.";
        }

        if (ReadinessDebounce < TimeSpan.Zero || ReadinessDebounce > LongestDebounce)
        {
            yield return $"{Section}:ReadinessDebounce is {ReadinessDebounce}. Give 00:00:00 to {LongestDebounce}.";
        }

        if (ComponentDebounce < ShortestComponentDebounce || ComponentDebounce > LongestDebounce)
        {
            yield return $"{Section}:ComponentDebounce is {ComponentDebounce}. Give {ShortestComponentDebounce} to {LongestDebounce}.";
        }
    }

    /// <summary>After which time the server is asked to end a watch.</summary>
    /// <param name="sendsBookmarks">Whether it lets itself be heard while nothing happens. If not, a quiet watch would look like a dead one.</param>
    /// <param name="random">Where the time is drawn from.</param>
    public TimeSpan DrawServerTimeout(bool sendsBookmarks, Random random)
    {
        var (shortest, longest) = sendsBookmarks ? (MinServerTimeout, MaxServerTimeout) : (Lesser(InactivityTimeout * 0.5), Lesser(InactivityTimeout * 0.8));
        return shortest + ((longest - shortest) * random.NextDouble());
    }

    private TimeSpan Lesser(TimeSpan timeout) => timeout < MaxServerTimeout ? timeout : MaxServerTimeout;
}
