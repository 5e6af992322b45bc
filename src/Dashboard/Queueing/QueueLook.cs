using System.Threading.Channels;
using ApiBridge.Administration;
using ApiBridge.Administration.Poison;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Hosting;

namespace ApiBridge.Dashboard.Queueing;

/// <summary>Looks at the queues every 5 s: a queue tells nobody by itself.</summary>
/// <param name="queues">The queues.</param>
/// <param name="kept">Those whose messages are shown.</param>
/// <param name="board">Where it is put.</param>
/// <param name="time">The clock.</param>
internal sealed class QueueLook(Queues queues, IReadOnlyList<PoisonQueue> kept, QueueBoard board, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Looks now: something was done.</summary>
    public void Again() => _asked.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Dictionary<string, long> depths = new(StringComparer.Ordinal);
                foreach (var name in board.Queues)
                {
                    depths[name] = await queues.CountAsync(name, stoppingToken);
                }

                List<QueueView> views = [];
                foreach (var queue in kept)
                {
                    views.Add(QueueView.Of(queue.Name, await queue.PeekAsync(stoppingToken), depths[queue.Name]));
                }

                board.Put([.. board.Queues.Select(name => depths[name])], views);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (QueueFailure.Passes(exception, stoppingToken))
            {
                board.State.Fails(Failure.Of(exception) is { } lines ? string.Join("; ", lines) : $"the storage account does not answer: {QueueFailure.Describe(exception)}");
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(Task.Delay(Period, time, stop.Token), _asked.Reader.WaitToReadAsync(stop.Token).AsTask());
            await stop.CancelAsync();
            _asked.Reader.TryRead(out _);
        }
    }
}
