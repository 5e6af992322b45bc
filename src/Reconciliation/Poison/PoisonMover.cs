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
    RawQueues queues, PoisonedEventHandler handler, IOptions<ReconcileOptions> options, ILogger<PoisonMover> logger)
{
    private const int MostAtOnce = 8;

    // What the handler may take, and a while for the rest.
    private readonly TimeSpan _hidden = options.Value.Timeout + TimeSpan.FromMinutes(1);

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
            await handler.HandleAsync(message.MessageText ?? string.Empty, cancellationToken);
            if (!await queues.DeleteAsync(queue, message, cancellationToken))
            {
                LogOvertaken(queue, message.MessageId);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotMoved(exception, queue, message.MessageId, _hidden);
        }
    }

    [LoggerMessage(33, LogLevel.Error, "A message of {Queue}, {Id}, could not be moved; it is tried again in {Delay}")]
    private partial void LogNotMoved(Exception exception, string queue, string id, TimeSpan delay);

    [LoggerMessage(34, LogLevel.Warning, "A message of {Queue}, {Id}, was held for too long: somebody else may have kept it as well")]
    private partial void LogOvertaken(string queue, string id);
}
