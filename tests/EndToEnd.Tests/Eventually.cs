using System.Diagnostics;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>Polls until something holds.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task<T> Async<T>(Func<Task<T>> look, Func<T, bool> holds, TimeSpan within, string what)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (holds(seen))
            {
                return seen;
            }

            if (clock.Elapsed > within)
            {
                Assert.Fail($"Not within {within.TotalSeconds:0} s: {what}. Last seen: {seen?.ToString() ?? "nothing"}");
            }

            await Task.Delay(Interval, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
