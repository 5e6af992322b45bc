using System.Collections.Concurrent;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Retrying;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>Keeps the messages that a worker puts off.</summary>
internal sealed class PutOff : IRetryQueue
{
    private readonly ConcurrentQueue<ApiEvent> _waiting = new();

    public IReadOnlyCollection<ApiEvent> Waiting => _waiting;

    public Task EnqueueAsync(ApiEvent apiEvent, TimeSpan delay, CancellationToken cancellationToken)
    {
        _waiting.Enqueue(apiEvent);
        return Task.CompletedTask;
    }
}
