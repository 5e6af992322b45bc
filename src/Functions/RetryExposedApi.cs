using ApiBridge.Reconciliation;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace ApiBridge.Functions;

/// <summary>Tries an API again whose gateway or API server was out of reach: its event waited in a queue of its own.</summary>
public sealed class RetryExposedApi(ApiEventHandler handler)
{
    /// <summary>Handles one postponed event, as <see cref="ReconcileExposedApi"/> handles a fresh one.</summary>
    [Function(nameof(RetryExposedApi))]
    public Task RunAsync(
        [QueueTrigger("%ApiRetryQueue%", Connection = "AzureWebJobsStorage")] QueueMessage message,
        CancellationToken cancellationToken) =>
        handler.HandleRetryAsync(message.Body, message.DequeueCount, cancellationToken);
}
