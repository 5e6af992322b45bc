using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s.Autorest;

namespace ApiBridge.LocalStack.Progress;

/// <summary>Snapshots of all APIs, a few a second. A cluster that does not answer is asked again, and told of when it stays away.</summary>
/// <param name="read">Reads how far all APIs have come.</param>
/// <param name="time">The clock of the snapshots.</param>
internal sealed class ProgressFeed(Func<CancellationToken, Task<IReadOnlyList<ApiProgress>>> read, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private long? _awaySince;

    /// <summary>The last snapshot; empty before the first.</summary>
    public ProgressSnapshot Last { get; private set; } = new([], Outage: null);

    /// <summary>Whether every API has arrived, and there are any.</summary>
    public bool IsComplete => Last.Apis.Count > 0 && Last.Apis.All(api => api.IsComplete);

    /// <summary>Follows the APIs.</summary>
    /// <param name="untilComplete">Whether to end once all have arrived.</param>
    /// <param name="cancellationToken">Ends the snapshots, without an error.</param>
    public async IAsyncEnumerable<ProgressSnapshot> FollowAsync(
        bool untilComplete, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Last = new(await read(cancellationToken), Outage: null);
                _awaySince = null;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                yield break;
            }
            catch (Exception exception) when (
                exception is HttpRequestException or HttpOperationException or IOException or SocketException or JsonException
                    or OperationCanceledException)
            {
                _awaySince ??= time.GetTimestamp();
                Last = Last with { Outage = time.GetElapsedTime(_awaySince.Value) < Grace ? null : exception.Message.ReplaceLineEndings(" ") };
            }

            yield return Last;
            if (untilComplete && IsComplete)
            {
                yield break;
            }

            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
