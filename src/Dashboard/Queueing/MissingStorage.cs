using Microsoft.Extensions.Hosting;

namespace ApiBridge.Dashboard.Queueing;

/// <summary>Says on the page why there are no queues.</summary>
/// <param name="sources">What the settings give.</param>
/// <param name="board">Where it is said.</param>
internal sealed class MissingStorage(DashboardSources sources, QueueBoard board) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        board.State.Fails(sources.StorageProblem);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
