using Xunit;

namespace ApiBridge.TestServers;

/// <summary>Waits for a state instead of for a time.</summary>
public static class Deadline
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Looks until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What it means, as the end of the sentence "it did not happen that …".</param>
    /// <param name="limit">How long to wait at most; default 30 s.</param>
    /// <returns>A task that ends when it holds.</returns>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, limit);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string, TimeSpan?)"/>
    public static Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null) =>
        UntilAsync(condition, static holds => holds, what, limit);

    /// <summary>Looks at something until it is as it should be.</summary>
    /// <typeparam name="T">What is looked at.</typeparam>
    /// <param name="look">Looks.</param>
    /// <param name="holds">Whether it is as it should be.</param>
    /// <param name="what">What that means, as the end of the sentence "it did not happen that …".</param>
    /// <param name="limit">How long to wait at most; default 30 s.</param>
    /// <returns>What was seen then.</returns>
    /// <exception cref="TimeoutException">It was not so in time; the message holds what was seen last.</exception>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> holds, string what, TimeSpan? limit = null)
    {
        var most = limit ?? Limit;
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (holds(seen))
            {
                return seen;
            }

            if (TimeProvider.System.GetElapsedTime(start) >= most)
            {
                throw new TimeoutException($"Within {most.TotalSeconds} s it did not happen that {what}. Last seen: {seen?.ToString() ?? "nothing"}.");
            }

            await Task.Delay(Step, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
