using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Shared.Storage;
using Azure;
using Azure.Identity;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Poison;

/// <summary>
/// Moves what the Functions host gave up from its poison queues to the dead-letter queue. A message is deleted only once it is kept there, so a
/// mover that dies in between leaves it twice, and never lost.
/// </summary>
internal sealed partial class PoisonMover(
    RawQueues queues, PoisonedEventHandler handler, IOptions<ReconcileOptions> options, TimeProvider time, ILogger<PoisonMover> logger)
{
    private const int MostAtOnce = 8;

    private static readonly TimeSpan LongestDeletion = TimeSpan.FromSeconds(10);

    // What the handler may take, and a while for the rest.
    private readonly TimeSpan _hidden = options.Value.Timeout + TimeSpan.FromMinutes(1);

    // What is kept and could not be deleted, by its id: it is not kept again when it comes again.
    private readonly ConcurrentDictionary<string, bool> _kept = new(StringComparer.Ordinal);

    /// <summary>Moves all that can be seen.</summary>
    /// <param name="cancellationToken">Ends it between two messages; one that is not moved comes again.</param>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public async Task MoveAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in queues.Names.PoisonQueues())
        {
            while (await queues.ReceiveAsync(queue, MostAtOnce, _hidden, cancellationToken) is { Count: > 0 } messages)
            {
                await Task.WhenAll(messages.Select(message => MoveAsync(queue, message, cancellationToken)));
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever is the matter with one message, it stays where it is and holds up no other.")]
    private async Task MoveAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (!_kept.ContainsKey(message.MessageId))
            {
                await handler.HandleAsync(message.MessageText ?? string.Empty, cancellationToken);
                _kept[message.MessageId] = true;
            }

            await DeleteAsync(queue, message);
        }
        catch (Exception exception) when (QueueFailure.Passes(exception, cancellationToken) || exception is TimeoutException)
        {
            LogNotMoved(queue, message.MessageId, _hidden, exception is TimeoutException ? exception.Message : QueueFailure.Describe(exception));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogMoveFailed(exception, queue, message.MessageId, _hidden);
        }
    }

    // A drain does not end it: the message is kept, and would be so once more.
    private async Task DeleteAsync(string queue, QueueMessage message)
    {
        using var limit = new TimeLimit(LongestDeletion, time, CancellationToken.None);
        try
        {
            if (!await queues.DeleteAsync(queue, message, limit.Token))
            {
                LogOvertaken(queue, message.MessageId);
            }
        }
        catch (OperationCanceledException exception) when (limit.IsReached)
        {
            throw new TimeoutException($"{queue} did not delete a message within {LongestDeletion}", exception);
        }

        _kept.TryRemove(message.MessageId, out _);
    }

    [LoggerMessage(33, LogLevel.Error, "A message of {Queue}, {Id}, could not be moved; it is tried again in {Delay}: {Reason}")]
    private partial void LogNotMoved(string queue, string id, TimeSpan delay, string reason);

    [LoggerMessage(37, LogLevel.Error, "A message of {Queue}, {Id}, could not be moved; it is tried again in {Delay}")]
    private partial void LogMoveFailed(Exception exception, string queue, string id, TimeSpan delay);

    [LoggerMessage(34, LogLevel.Warning, "A message of {Queue}, {Id}, was held for too long: somebody else may have kept it as well")]
    private partial void LogOvertaken(string queue, string id);
}
