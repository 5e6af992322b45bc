using System.Diagnostics;
using System.Runtime.CompilerServices;
using ApiBridge.LocalStack.Azurite;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>Azurite, with the live queue.</summary>
internal sealed class QueueServer : IAsyncDisposable
{
    public const string LiveQueue = "api-events";

    private QueueServer(AzuriteProcess azurite, TimeProvider time)
    {
        (Azurite, Time) = (azurite, time);
        Messages = new(azurite.ConnectionString, LiveQueue, time);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The queue service.</summary>
    public AzuriteProcess Azurite { get; }

    /// <summary>The live queue.</summary>
    public EventMessages Messages { get; }

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(Azurite.ProcessId!.Value);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it, without any queue.</summary>
    public static async Task<QueueServer> StartAsync(TimeProvider time, CancellationToken cancellationToken) =>
        new(await AzuriteProcess.StartAsync(new(), time, cancellationToken), time);

    /// <summary>
    /// The rounds of a figure that fills the queue, in blocks with a new Azurite each: once a minute Azurite sweeps what was deleted, in a
    /// time that grows with the square of it, and answers nobody meanwhile. A block is over before.
    /// </summary>
    /// <param name="blocks">How many blocks count.</param>
    /// <param name="countedInABlock">How many rounds count in each.</param>
    /// <param name="cancellationToken">Ends the rounds.</param>
    /// <param name="blocksBefore">How many blocks go before in which no round counts.</param>
    /// <returns>A number for each round, and whether it counts: the first of a block warms up all parties.</returns>
    public async IAsyncEnumerable<(int Round, bool Counts)> RoundsAsync(
        int blocks, int countedInABlock, [EnumeratorCancellation] CancellationToken cancellationToken, int blocksBefore = 0)
    {
        for (var round = 0; round < (blocksBefore + blocks) * (1 + countedInABlock); round++)
        {
            var (block, inBlock) = Math.DivRem(round, 1 + countedInABlock);
            var counts = inBlock > 0 && block >= blocksBefore;
            if (inBlock == 0)
            {
                await Azurite.RestartAsync(cancellationToken);
                await Messages.EnsureAsync(cancellationToken);
            }

            yield return (round, counts);
        }
    }

    public ValueTask DisposeAsync() => Azurite.DisposeAsync();
}
