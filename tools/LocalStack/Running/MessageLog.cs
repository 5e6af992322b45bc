using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiBridge.LocalStack.Running;

/// <summary>What the host's log tells of the messages that the app took.</summary>
public sealed partial class MessageLog
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), TimeSpan> _ages = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name), int> _retries = new();
    private int _count;

    /// <summary>How many messages were taken.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How long after its event the work on an API's last message was done.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <param name="name">The API's name.</param>
    /// <returns>The time; null when nothing was said of one.</returns>
    public TimeSpan? AgeOf(string ns, string name) => _ages.TryGetValue((ns, name), out var age) ? age : null;

    /// <summary>How many messages of the retry queue the app said something of.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <param name="name">The API's name.</param>
    /// <returns>The number of its lines, which is one or more for a message.</returns>
    public int RetriesOf(string ns, string name) => _retries.GetValueOrDefault((ns, name));

    /// <summary>Takes a line of the host's log.</summary>
    /// <param name="line">The line.</param>
    public void Hear(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (Executing().IsMatch(line))
        {
            Interlocked.Increment(ref _count);
        }
        else if (Worked().Match(line) is { Success: true } worked)
        {
            var api = (worked.Groups["ns"].Value, worked.Groups["name"].Value);
            if (worked.Groups["age"] is { Success: true } age)
            {
                _ages[api] = TimeSpan.FromMilliseconds(double.Parse(age.Value, CultureInfo.InvariantCulture));
            }

            if (worked.Groups["retry"].Success)
            {
                _retries.AddOrUpdate(api, 1, static (_, count) => count + 1);
            }
        }
    }

    // The host's own words, func's and those of tools/FunctionsHost alike.
    [GeneratedRegex("Executing 'Functions[.](Reconcile|Retry)ExposedApi'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Executing();

    // The app's, such as: Function.RetryExposedApi.User[2] shop/orders is Accepted, ... (Changed, 312 ms after its event).
    [GeneratedRegex(
        @"(Function[.]((?<retry>Retry)|Reconcile)ExposedApi[.]User\S* )?\b(?<ns>[a-z0-9-]+)/(?<name>[a-z0-9.-]+)(:| is | removed ).*?(\(\w+, (?<age>\d+) ms after its event\))?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Worked();
}
