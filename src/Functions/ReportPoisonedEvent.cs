using ApiBridge.Reconciliation;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace ApiBridge.Functions;

/// <summary>Says on the ExposedAPI that an event about it was given up.</summary>
public sealed class ReportPoisonedEvent(PoisonedEventHandler handler)
{
    /// <summary>Reports one poisoned event. There is no poison queue behind a poison queue: what fails here is only logged.</summary>
    [Function(nameof(ReportPoisonedEvent))]
    public Task RunAsync(
        [QueueTrigger("%ApiEventsQueue%-poison", Connection = "AzureWebJobsStorage")] QueueMessage message,
        CancellationToken cancellationToken) =>
        handler.HandleAsync(message.Body, cancellationToken);
}
