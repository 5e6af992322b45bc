using System.Runtime.CompilerServices;

namespace ApiBridge.LocalStack.Progress;

/// <summary>Snapshots of all APIs, a few a second.</summary>
internal sealed class ProgressFeed(ProgressReader reader, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>The last snapshot; empty before the first.</summary>
    public IReadOnlyList<ApiProgress> Last { get; private set; } = [];

    /// <summary>Whether every API has arrived, and there are any.</summary>
    public bool IsComplete => Last.Count > 0 && Last.All(api => api.IsComplete);

    /// <summary>Follows the APIs.</summary>
    /// <param name="untilComplete">Whether to end once all have arrived.</param>
    /// <param name="cancellationToken">Ends the snapshots, without an error.</param>
    public async IAsyncEnumerable<IReadOnlyList<ApiProgress>> FollowAsync(
        bool untilComplete, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Last = await reader.ReadAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                yield break;
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
