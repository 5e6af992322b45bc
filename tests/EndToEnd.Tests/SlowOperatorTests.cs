using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.Domain;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>
/// The Canvas's operator writes a Component's lists as it read them two seconds before, over what the workers wrote meanwhile:
/// <c>INSTALLS</c> tells how many Components are installed, 40 if it is not set.
/// </summary>
public sealed partial class SlowOperatorTests(SlowOperatorFixture fixture) : IClassFixture<SlowOperatorFixture>
{
    private const int AtOnce = 10;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    // Its pause and a little more.
    private static readonly TimeSpan OperatorIsDone = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Installs =>
        Environment.GetEnvironmentVariable("INSTALLS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 40;

    [Fact]
    public async Task EveryComponentIsCompleteThoughItsEntriesAreOverwritten()
    {
        Assert.SkipUnless(fixture.Missing is null, fixture.Missing ?? string.Empty);
        var canvas = await Canvas.CreateAsync(fixture.Stack, fixture.NextNamespace());
        await canvas.SetEndpointAsync("orders-svc", ready: true);
        var took = new ConcurrentBag<TimeSpan>();

        await Parallel.ForEachAsync(Enumerable.Range(1, Installs), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Token }, async (number, _) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"shop-{number}");
            var start = Stopwatch.GetTimestamp();
            await canvas.ApplyComponentAsync(name, Canvas.CoreApi($"/{name}/orders"), Second($"/{name}/items"));
            await Deadline.UntilAsync(
                () => canvas.FindAsync("components", name),
                found => found is { } component && component.Child("status").Child("summary/status").Text("deployment_status") == "Complete",
                $"Component {name} is Complete", Bound);
            took.Add(Stopwatch.GetElapsedTime(start));

            // The operator reads the URL of the old path, and writes it when the worker has told the new one.
            var changed = Stopwatch.GetTimestamp();
            await canvas.ApplyComponentAsync(name, Canvas.CoreApi($"/{name}/moved"), Second($"/{name}/items"));
            await Deadline.UntilAsync(
                () => canvas.FindAsync("components", name),
                found => found is { } component && Urls(component).Any(url => url.EndsWith("/moved", StringComparison.Ordinal)) && Stopwatch.GetElapsedTime(changed) > OperatorIsDone,
                $"Component {name} has the new URL after the operator wrote", Bound);
        });

        // A machine that is slow for a while tells each URL only after the operator wrote, and nothing is overwritten.
        var paths = 0;
        var mends = await Deadline.UntilAsync(
            async () =>
            {
                var count = await MendsAsync();
                if (count == 0)
                {
                    await canvas.ApplyComponentAsync("shop-1", Canvas.CoreApi(string.Create(CultureInfo.InvariantCulture, $"/shop-1/moved-{++paths}")), Second("/shop-1/items"));
                    await Task.Delay(OperatorIsDone, TimeProvider.System, Token);
                }

                return count;
            },
            count => count > 0,
            "an entry was overwritten, and the bridge sent its API again", Bound);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{took.Count} Components complete, the slowest after {took.Max().TotalSeconds:0.0} s, {took.Average(time => time.TotalSeconds):0.0} s on average; {mends} messages for overwritten entries, {fixture.Stack.Messages.Count} in all."));
        Assert.All(took, time => Assert.InRange(time, TimeSpan.Zero, Bound));
    }

    private static IEnumerable<string> Urls(JsonElement component) => component.Child("status").Items("coreAPIs").Select(entry => entry.Text("url"));

    private static JsonObject Second(string path)
    {
        var api = Canvas.CoreApi(path);
        api["name"] = "items";
        return api;
    }

    private async Task<int> MendsAsync()
    {
        using var client = new HttpClient { BaseAddress = fixture.Stack.BridgeUrl };
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
        return Mends().Match(metrics) is { Success: true } match ? int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex("""^apibridge_decisions_total\{[^}]*decision="Component"[^}]*\} (?<count>\d+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mends();
}
