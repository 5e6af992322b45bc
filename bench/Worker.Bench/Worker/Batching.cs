namespace ApiBridge.Worker.Bench.Worker;

/// <summary>How the host takes messages: the two settings of host.json that decide how many are in work.</summary>
/// <param name="Size">batchSize: messages asked for at once.</param>
/// <param name="Threshold">newBatchThreshold: messages in work at or below which the next are asked for.</param>
internal sealed record Batching(int Size, int Threshold)
{
    public override string ToString() => $"{Size}/{Threshold}";
}
