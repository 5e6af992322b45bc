using System.Globalization;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>How the host takes messages: the two settings of host.json that decide how many are in work.</summary>
/// <param name="Size">batchSize: messages asked for at once.</param>
/// <param name="Threshold">newBatchThreshold: messages in work at or below which the next are asked for.</param>
internal sealed record Batching(int Size, int Threshold)
{
    private const string Section = "AzureFunctionsJobHost:extensions:queues:";

    /// <summary>The settings by which a host takes them instead of those in its host.json.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new($"{Section}batchSize", Size.ToString(CultureInfo.InvariantCulture)),
        new($"{Section}newBatchThreshold", Threshold.ToString(CultureInfo.InvariantCulture)),
    ];

    public override string ToString() => $"{Size}/{Threshold}";
}
