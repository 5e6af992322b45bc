using System.Globalization;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench.Reference;

/// <summary>
/// The reference: it watches what a bridge watches and looks at nothing of it, sends and receives a message for each operation that it is
/// told of, and makes for it the requests that the product has to make, as many at a time as a worker.
/// </summary>
internal sealed class ReferenceProgram : IAsyncDisposable
{
    public const string Name = "reference";
    public const string Kubeconfig = "REFERENCE_KUBECONFIG";
    public const string Storage = "REFERENCE_STORAGE";
    public const string Gateway = "REFERENCE_GATEWAY";
    public const string BatchSize = "REFERENCE_BATCH_SIZE";
    public const string NewBatchThreshold = "REFERENCE_NEW_BATCH_THRESHOLD";
    public const string Watch = "watch";
    public const string Hold = "hold";
    public const string Go = "go";
    public const string End = "end";

    /// <summary>What it answers each of those four.</summary>
    public const string Done = "done";

    private readonly ReferenceCluster _cluster;
    private readonly ReferenceQueue _queue;
    private OpenWatches? _watches;

    private ReferenceProgram(ReferenceCluster cluster, ReferenceQueue queue) => (_cluster, _queue) = (cluster, queue);

    /// <summary>Does what it is told, a line each, until there are no more lines.</summary>
    public static async Task<int> RunAsync(TimeProvider time)
    {
        using var cluster = new ReferenceCluster(Setting(Kubeconfig));
        using var gateway = new HttpClient { BaseAddress = new Uri(Setting(Gateway)) };
        var work = new ReferenceWork(cluster, gateway);
        var batching = new Batching(Number(BatchSize), Number(NewBatchThreshold));
        await using var queue = new ReferenceQueue(Setting(Storage), batching, work.DoAsync, time);
        await using var program = new ReferenceProgram(cluster, queue);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await program.HearAsync(line);
        }

        return 0;
    }

    /// <summary>Ends a turn; another may begin.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.HoldAsync();
        if (_watches is { } watches)
        {
            _watches = null;
            await watches.DisposeAsync();
        }
    }

    private async Task HearAsync(string line)
    {
        switch (line)
        {
            case Watch:
                _watches = new(_cluster.Client);
                break;
            case Hold:
                await _queue.HoldAsync();
                break;
            case Go:
                _queue.Go();
                break;
            case End:
                await DisposeAsync();
                break;
            default:
                var (operation, api) = (line.Split(' ')[0], line.Split(' ')[1]);
                _queue.Send(Enum.Parse<Operation>(operation), api);
                return;
        }

        Console.WriteLine(Done);
    }

    private static int Number(string name) => int.Parse(Setting(name), CultureInfo.InvariantCulture);

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name)!;
}
