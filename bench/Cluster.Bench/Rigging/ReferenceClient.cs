using System.Globalization;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Cluster.Bench.Reference;
using ApiBridge.FunctionsHost.Settings;

namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>The reference, a process of its own: this program once more.</summary>
internal sealed class ReferenceClient : IParty, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly QueueServer _queue;
    private readonly ChildProgram _child;
    private TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReferenceClient(QueueServer queue, IEnumerable<KeyValuePair<string, string>> settings)
    {
        _queue = queue;
        _child = ChildProgram.Start(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{typeof(ReferenceProgram).Assembly.GetName().Name}.dll"), ReferenceProgram.Name], settings, Hear, queue.Time);
    }

    public IReadOnlyList<string> Processes => ["client"];

    public IReadOnlyList<TimeSpan> ProcessorTimes => [_child.ProcessorTime];

    public string LastLines => _child.LastLines;

    /// <summary>Starts it, idle.</summary>
    public static ReferenceClient Start(KubeApiServer server, QueueServer queue, Uri gateway)
    {
        var host = HostJson.Read(FunctionsHostProgram.Find().HostJson);
        return new(
            queue,
            [
                new(ReferenceProgram.Kubeconfig, server.KubeconfigPath),
                new(ReferenceProgram.Storage, queue.Azurite.ConnectionString),
                new(ReferenceProgram.Gateway, gateway.ToString()),
                new(ReferenceProgram.BatchSize, host.BatchSize.ToString(CultureInfo.InvariantCulture)),
                new(ReferenceProgram.NewBatchThreshold, host.NewBatchThreshold.ToString(CultureInfo.InvariantCulture)),
            ]);
    }

    public Task BeginAsync(CancellationToken cancellationToken) => AskAsync(ReferenceProgram.Watch, cancellationToken);

    /// <summary>It looks for messages only while a phase lasts.</summary>
    public Task HoldAsync(CancellationToken cancellationToken) => AskAsync(ReferenceProgram.Hold, cancellationToken);

    public Task GoAsync(CancellationToken cancellationToken) => AskAsync(ReferenceProgram.Go, cancellationToken);

    public void Tell(Operation operation, string api) => Say($"{operation} {api}");

    public Task SettleAsync(CancellationToken cancellationToken) =>
        Quiet.UntilAsync(() => _queue.Messages.CountAsync(cancellationToken), _queue.Time, cancellationToken);

    public Task EndAsync(CancellationToken cancellationToken) => AskAsync(ReferenceProgram.End, cancellationToken);

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private async Task AskAsync(string what, CancellationToken cancellationToken)
    {
        _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Say(what);
        await Task.WhenAny(_answer.Task, _child.Output).WaitAsync(Patience, _queue.Time, cancellationToken);
        if (!_answer.Task.IsCompleted)
        {
            throw Ended();
        }
    }

    private void Say(string line)
    {
        try
        {
            _child.Tell(line);
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    private InvalidOperationException Ended() => new($"The reference ended. It said: {_child.LastLines}");

    private void Hear(string line)
    {
        if (line == ReferenceProgram.Done)
        {
            _answer.TrySetResult();
        }
    }
}
