using ApiBridge.Reconciliation;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace ApiBridge.Functions;

/// <summary>Brings the API that an event points at to what its ExposedAPI asks for.</summary>
public sealed class ReconcileExposedApi(ApiEventHandler handler)
{
    /// <summary>Handles one event. An exception gives the message back to the queue; the last one allowed sends it to the poison queue.</summary>
    [Function(nameof(ReconcileExposedApi))]
    public Task RunAsync(
        [QueueTrigger("%ApiEventsQueue%", Connection = "AzureWebJobsStorage")] QueueMessage message,
        CancellationToken cancellationToken) =>
        handler.HandleAsync(message.Body, message.DequeueCount, cancellationToken);
}
