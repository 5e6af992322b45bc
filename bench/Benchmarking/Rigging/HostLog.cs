using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>
/// What the host's log tells of the function that takes live messages, in lines that begin with the time of day:
/// <c>12:00:00.123 info: … Executed 'Functions.ReconcileExposedApi' (Succeeded, Id=…, Duration=12ms)</c>.
/// </summary>
internal sealed partial class HostLog(TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly Lock _lock = new();
    private readonly List<DateTimeOffset> _begun = [];
    private readonly List<Invocation> _invocations = [];

    /// <summary>When functions began, in the order of the log.</summary>
    public IReadOnlyList<DateTimeOffset> Begun
    {
        get
        {
            lock (_lock)
            {
                return [.. _begun];
            }
        }
    }

    /// <summary>Those that have ended, in the order of the log.</summary>
    public IReadOnlyList<Invocation> Invocations
    {
        get
        {
            lock (_lock)
            {
                return [.. _invocations];
            }
        }
    }

    /// <summary>How many have ended.</summary>
    public int Ended
    {
        get
        {
            lock (_lock)
            {
                return _invocations.Count;
            }
        }
    }

    /// <summary>The process that runs the functions; null until the host has started it.</summary>
    public int? WorkerProcessId { get; private set; }

    /// <summary>Whether the host takes messages.</summary>
    public bool Serves { get; private set; }

    /// <summary>Forgets the functions that it told of so far.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _begun.Clear();
            _invocations.Clear();
        }
    }

    /// <summary>Takes a line.</summary>
    public void Hear(string line)
    {
        if (Function().Match(line) is { Success: true } function)
        {
            Keep(function);
        }
        else if (Worker().Match(line) is { Success: true } worker)
        {
            WorkerProcessId = int.Parse(worker.Groups["id"].ValueSpan, CultureInfo.InvariantCulture);
        }
        else
        {
            Serves |= line.Contains("Host started. The app is served at ", StringComparison.Ordinal);
        }
    }

    private void Keep(Match function)
    {
        var at = At(TimeSpan.ParseExact(function.Groups["time"].ValueSpan, @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture));
        lock (_lock)
        {
            if (function.Groups["took"] is { Success: true } took)
            {
                _invocations.Add(new(at, function.Groups["how"].ValueSpan is "Succeeded", double.Parse(took.ValueSpan, CultureInfo.InvariantCulture)));
            }
            else
            {
                _begun.Add(at);
            }
        }
    }

    // The line was written a little before it is heard, which may have been yesterday.
    private DateTimeOffset At(TimeSpan timeOfDay)
    {
        var now = time.GetLocalNow();
        var age = now.TimeOfDay - timeOfDay;
        return now - (age < TimeSpan.Zero ? age + Day : age);
    }

    [GeneratedRegex(
        @"^(?<time>[0-9:.]{12}) .*\bExecut(ing|ed) 'Functions\.ReconcileExposedApi' \((?:(?<how>\w+), Id=[0-9a-f-]+, Duration=(?<took>[0-9]+)ms|Reason=)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Function();

    [GeneratedRegex(@"Worker process (?<id>[0-9]+) has loaded", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Worker();
}
