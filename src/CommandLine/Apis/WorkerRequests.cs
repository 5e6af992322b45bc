using ApiBridge.Administration;
using ApiBridge.Administration.Apis;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Asks the workers for work on some APIs, and tells of each as it is done.</summary>
internal sealed class WorkerRequests(ClusterApis apis, HintSender hints, TextWriter output, TextWriter error, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // Looking at thousands takes the API server a while, and shall not keep it busy.
    private const int RestPerLook = 9;

    /// <summary>Asks for it, and waits.</summary>
    /// <param name="work">What is asked for.</param>
    /// <param name="chosen">The APIs, as they were read just now.</param>
    /// <param name="isOfWholeCluster">Whether they were looked for in the whole cluster, so that whoever asks may list it.</param>
    /// <param name="pace">How fast it is asked for; null for as fast as the queue takes it.</param>
    /// <param name="patience">How long to wait once all is asked for.</param>
    /// <param name="cancellationToken">Ends it. What the workers were asked for they do all the same.</param>
    /// <returns>What came of it.</returns>
    public async Task<WorkTally> RunAsync(
        IRequestedWork work, IReadOnlyList<ExposedApi> chosen, bool isOfWholeCluster, Pace? pace, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waiting = new WaitingApis(work, chosen.Count, output, error);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(work, chosen, waiting, pace, stop.Token);
        try
        {
            await WaitAsync(new ApiLook(apis, isOfWholeCluster), waiting, asking, patience, cancellationToken);
        }
        catch
        {
            await stop.CancelAsync();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            waiting.TakeOver();
            await error.WriteLineAsync(
                $"{ApiText.Count(waiting.Count)} left to the workers, who go on: {work.Afterwards}{(waiting.Unasked > 0 ? $"; {ApiText.Count(waiting.Unasked)} not asked for" : string.Empty)}");
            throw;
        }

        await waiting.TellLateAsync(patience);
        return waiting.Tally;
    }

    private async Task AskAsync(IRequestedWork work, IReadOnlyList<ExposedApi> chosen, WaitingApis waiting, Pace? pace, CancellationToken cancellationToken)
    {
        foreach (var api in chosen)
        {
            await (pace?.NextAsync(cancellationToken) ?? Task.CompletedTask);
            await hints.SendAsync(api, work.Request, cancellationToken);
            waiting.WasAsked(api);
        }
    }

    private async Task WaitAsync(ApiLook look, WaitingApis waiting, Task asking, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (rest, askedAt) = (LookInterval, (long?)null);
        while (askedAt is not { } since || (waiting.Count > 0 && time.GetElapsedTime(since) < patience))
        {
            var resting = Task.Delay(rest, time, cancellationToken);
            await (askedAt is null ? Task.WhenAny(asking, resting) : resting);
            cancellationToken.ThrowIfCancellationRequested();
            if (askedAt is null && asking.IsCompleted)
            {
                await asking;
                waiting.TakeOver();
                askedAt = time.GetTimestamp();
                await waiting.TellAskedAsync();
                continue;
            }

            waiting.TakeOver();
            var started = time.GetTimestamp();
            await LookAsync(look, waiting, cancellationToken);
            var longest = time.GetElapsedTime(started) * RestPerLook;
            rest = longest > LookInterval ? longest : LookInterval;
        }
    }

    // An API server that is away for a moment is no reason to leave thousands alone.
    private static async Task LookAsync(ApiLook look, WaitingApis waiting, CancellationToken cancellationToken)
    {
        try
        {
            await look.AtAsync(waiting, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && Failure.Of(exception) is { } lines)
        {
            await waiting.TellTroubleAsync(string.Join("; ", lines));
        }
    }
}
