using ApiBridge.Simulation.Tests.Time;
using Azure.Storage.Queues;

namespace ApiBridge.Simulation.Tests.Queues;

/// <summary>One process's line to the storage account.</summary>
internal sealed class QueueServiceLine(World world, SimulatedProcess process, string actor) : QueueServiceClient
{
    public override QueueClient GetQueueClient(string queueName) => new QueueLine(world, process, actor, queueName);
}
