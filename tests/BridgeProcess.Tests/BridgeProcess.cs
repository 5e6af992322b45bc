using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ApiBridge.Domain;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>
/// The bridge as the operating system's process. It is the program built beside the tests, or the native binary that the environment
/// variable <c>EVENTBRIDGE_BINARY</c> names.
/// </summary>
internal sealed partial class BridgeProcess : ProductProcess
{
    private readonly HttpClient _probe = new();

    private BridgeProcess(ProcessStartInfo start)
        : base(start)
    {
    }

    public static BridgeProcess Start(IEnumerable<(string Setting, string Value)> settings) => Start(
        Environment.GetEnvironmentVariable("EVENTBRIDGE_BINARY") is { Length: > 0 } binary
            ? [binary]
            : ["dotnet", Path.Combine(AppContext.BaseDirectory, "ApiBridge.EventBridge.dll")],
        settings);

    /// <summary>Starts another build of it.</summary>
    /// <param name="program">The program and its first arguments.</param>
    /// <param name="settings">Its settings.</param>
    public static BridgeProcess Start(string[] program, IEnumerable<(string Setting, string Value)> settings) =>
        new(new ProcessStartInfo(program[0], [.. program[1..], .. settings.Select(one => $"--{one.Setting}={one.Value}")]));

    /// <summary>What <c>/readyz</c> answers, whatever its status.</summary>
    public async Task<JsonElement> ReadinessAsync()
    {
        using var response = await _probe.GetAsync(await AtAsync("/readyz"), Token);
        return (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(Token), default, Token)).RootElement;
    }

    /// <summary>Waits until it says that it is ready and that nothing waits to be sent.</summary>
    public Task IsSettledAsync() => Deadline.UntilAsync(
        ReadinessAsync, report => report.Flag("ready") == true && report.Number("waiting") == 0, "the bridge was ready and had nothing left to send", Patience);

    /// <summary>Waits until it is not ready for a reason that says all of this.</summary>
    public async Task<string> IsUnreadyAsync(params string[] parts)
    {
        var report = await Deadline.UntilAsync(
            ReadinessAsync, seen => Reason(seen) is not null, $"the bridge was not ready because of '{string.Join("' and '", parts)}'", Patience);
        return Reason(report)!;

        string? Reason(JsonElement seen) => seen.Items("reasons").Select(reason => reason.GetString()!)
            .FirstOrDefault(reason => parts.All(part => reason.Contains(part, StringComparison.Ordinal)));
    }

    /// <summary>The present value of metrics, summed up over all labels; 0 when there is none yet.</summary>
    public async Task<double> MetricAsync(params string[] names)
    {
        var text = await _probe.GetStringAsync(await AtAsync("/metrics"), Token);
        return Sample().Matches(text).Where(sample => names.Contains(sample.Groups["name"].Value))
            .Sum(sample => double.Parse(sample.Groups["value"].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <summary>The present values of a metric by one of its labels, zeroes left out.</summary>
    public async Task<Dictionary<string, double>> MetricByAsync(string name, string label)
    {
        var text = await _probe.GetStringAsync(await AtAsync("/metrics"), Token);
        return Sample().Matches(text).Where(sample => sample.Groups["name"].Value == name)
            .Select(sample => (
                Label: sample.Groups["labels"].Value.Split(',').Single(pair => pair.StartsWith($"{label}=", StringComparison.Ordinal)).Split('"')[1],
                Value: double.Parse(sample.Groups["value"].ValueSpan, CultureInfo.InvariantCulture)))
            .Where(sample => sample.Value != 0)
            .ToDictionary(sample => sample.Label, sample => sample.Value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _probe.Dispose();
    }

    private async Task<Uri> AtAsync(string path)
    {
        const string Listening = "Now listening on: ";
        var line = await SaysAsync(Listening);
        return new Uri(new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]), path);
    }

    // A line such as apibridge_outbox_waiting{otel_scope_name="…"} 3 1767225600000, the last number a time.
    [GeneratedRegex(@"^(?<name>[a-z_]+)(\{(?<labels>[^}]*)\})? (?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();
}
