using System.Collections.Concurrent;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Cluster.Bench.Rigging;
using ApiBridge.Domain;

namespace ApiBridge.Cluster.Bench.Reference;

/// <summary>Sends a message for each operation as a bridge would, and receives them as the Functions host does.</summary>
internal sealed class ReferenceQueue : IAsyncDisposable
{
    // As many as the bridge sends at once by default.
    private const int Senders = 8;
    private readonly ConcurrentDictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(Senders);
    private readonly EventMessages _messages;
    private readonly QueueReceiver _receiver;
    private readonly Batching _batching;
    private readonly TimeProvider _time;
    private CancellationTokenSource _holding = new();
    private Task _receiving = Task.CompletedTask;

    public ReferenceQueue(string storage, Batching batching, Func<Operation, string, CancellationToken, Task> work, TimeProvider time)
    {
        (_batching, _time) = (batching, time);
        _messages = new(storage, QueueServer.LiveQueue, time);
        _receiver = new(storage, QueueServer.LiveQueue, time, async (message, cancellationToken) =>
        {
            var api = EventMessages.NameIn(BinaryData.FromBytes(Convert.FromBase64String(message)));
            await work(_operations[api], api, cancellationToken);
        });
    }

    /// <summary>Receives until it is held.</summary>
    public void Go()
    {
        _holding = new();
        _receiving = _receiver.ReceiveAsync(int.MaxValue, _batching, _holding.Token);
        _ = Crash.OnFailureAsync(_receiving);
    }

    /// <summary>Receives no more; nothing is in work.</summary>
    public async Task HoldAsync()
    {
        await _holding.CancelAsync();
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _holding.Dispose();
        (_holding, _receiving) = (new(), Task.CompletedTask);
    }

    /// <summary>Sends a message about an operation.</summary>
    public void Send(Operation operation, string api)
    {
        _operations[api] = operation;
        _ = Crash.OnFailureAsync(SendAsync(api));
    }

    public async ValueTask DisposeAsync()
    {
        await HoldAsync();
        _holding.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(string api)
    {
        await _sending.WaitAsync();
        try
        {
            await _messages.SendAsync(Message(api), CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private BinaryData Message(string api) => new(ApiEventCodec.Encode(new()
    {
        Id = Guid.CreateVersion7().ToString(),
        Source = "/clusters/127.0.0.1/apis/oda.tmforum.org/v1/exposedapis",
        Time = _time.GetUtcNow(),
        Key = new(KubeApiServer.Namespace, api, Guid.NewGuid().ToString()),
        Reason = EventReason.Changed,
        ResourceVersion = "1000000",
    }));
}
