using ApiBridge.Simulation.Tests.Time;
using Azure.Storage.Queues;

namespace ApiBridge.Simulation.Tests.Queues;

/// <summary>One process's line to the storage account.</summary>
/// <param name="world">The world.</param>
/// <param name="process">The process.</param>
/// <param name="actor">Its name.</param>
/// <param name="isRaw">Whether it sends texts as they are; else it encodes bytes.</param>
internal sealed class QueueServiceLine(World world, SimulatedProcess process, string actor, bool isRaw = false) : QueueServiceClient
{
    public override QueueClient GetQueueClient(string queueName) => new QueueLine(world, process, actor, queueName, isRaw);
}
