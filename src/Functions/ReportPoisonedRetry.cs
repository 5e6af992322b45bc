using ApiBridge.Reconciliation;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace ApiBridge.Functions;

/// <summary>Says on the ExposedAPI that a postponed event about it was given up.</summary>
public sealed class ReportPoisonedRetry(PoisonedEventHandler handler)
{
    /// <summary>Reports one poisoned retry, as <see cref="ReportPoisonedEvent"/> reports a fresh event.</summary>
    [Function(nameof(ReportPoisonedRetry))]
    public Task RunAsync(
        [QueueTrigger("%ApiRetryQueue%-poison", Connection = "AzureWebJobsStorage")] QueueMessage message,
        CancellationToken cancellationToken) =>
        handler.HandleAsync(message.Body, cancellationToken);
}
