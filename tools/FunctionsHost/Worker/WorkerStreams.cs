using System.Collections.Concurrent;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>The conversations that are expected: a worker that connects names itself by the id it was started with.</summary>
internal sealed class WorkerStreams
{
    private readonly ConcurrentDictionary<string, (WorkerStream Stream, TaskCompletionSource Connected)> _expected = new(StringComparer.Ordinal);

    /// <summary>Expects a worker.</summary>
    /// <returns>A task that ends when it has connected.</returns>
    public Task ExpectAsync(string workerId, WorkerStream stream)
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[workerId] = (stream, connected);
        return connected.Task;
    }

    /// <summary>No longer expects a worker.</summary>
    public void Forget(string workerId) => _expected.TryRemove(workerId, out _);

    /// <summary>A worker has connected.</summary>
    /// <returns>Its conversation; null when nobody expects it.</returns>
    public WorkerStream? Connect(string workerId)
    {
        if (!_expected.TryRemove(workerId, out var expected))
        {
            return null;
        }

        expected.Connected.TrySetResult();
        return expected.Stream;
    }
}
