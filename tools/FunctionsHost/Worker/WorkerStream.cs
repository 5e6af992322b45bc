using System.Collections.Concurrent;
using System.Threading.Channels;
using ApiBridge.FunctionsHost.Worker.Protocol;
using Grpc.Core;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>The conversation with one worker process. Requests are numbered, and an answer carries its request's number.</summary>
/// <param name="hears">Is told what is no answer.</param>
internal sealed class WorkerStream(Action<StreamingMessage> hears)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the worker has gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Sends a message that has no answer.</summary>
    public void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="WorkerEndedException">The worker ended first.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage request, CancellationToken cancellationToken)
    {
        request.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[request.RequestId] = answer;
        try
        {
            // One that is asked as the worker ends is either among the failed, or finds the end here.
            if (Ended.IsCompleted || !_outgoing.Writer.TryWrite(request))
            {
                throw new WorkerEndedException("The worker process has ended.");
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _asked.TryRemove(request.RequestId, out _);
        }
    }

    /// <summary>Carries messages both ways until the worker goes.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        var writing = WriteAsync(outgoing, cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                Take(incoming.Current);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // A worker that is killed breaks the connection: the same end as an orderly one.
        }
        finally
        {
            End();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(StreamingMessage message)
    {
        if (_asked.TryRemove(message.RequestId, out var asked))
        {
            asked.TrySetResult(message);
        }
        else
        {
            hears(message);
        }
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            await outgoing.WriteAsync(message, cancellationToken);
        }
    }

    private void End()
    {
        _outgoing.Writer.TryComplete();
        _ended.TrySetResult();
        foreach (var asked in _asked.Values)
        {
            asked.TrySetException(new WorkerEndedException("The worker process ended before it answered."));
        }
    }
}
