using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ApiBridge.Shared.Storage;

/// <summary>Retries of the storage client that no server can stretch: one that asks to be left alone for long is not tried again within the call.</summary>
/// <param name="options">How often, and how soon.</param>
internal sealed class BoundedRetries(RetryOptions options) : RetryPolicy(options.MaxRetries, DelayOf(options))
{
    // Whoever called goes on at a pace of its own.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => MayWait(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        MayWait(message) ? base.ShouldRetryAsync(message, exception) : new(false);

    private static bool MayWait(HttpMessage message) => !message.HasResponse
        || (IsShort(message.Response, "Retry-After", TimeSpan.FromSeconds(1))
            && IsShort(message.Response, "retry-after-ms", TimeSpan.FromMilliseconds(1))
            && IsShort(message.Response, "x-ms-retry-after-ms", TimeSpan.FromMilliseconds(1)));

    // A date is no matter of seconds.
    private static bool IsShort(Response response, string header, TimeSpan unit) => !response.Headers.TryGetValue(header, out var text)
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * unit <= LongestWait);

    private static DelayStrategy DelayOf(RetryOptions options) => options.Mode is RetryMode.Fixed
        ? DelayStrategy.CreateFixedDelayStrategy(options.Delay)
        : DelayStrategy.CreateExponentialDelayStrategy(options.Delay, options.MaxDelay);
}
