namespace ApiBridge.Simulation.Tests.Cluster;

/// <summary>How many writes of the product's changed an object, Kubernetes Events left out.</summary>
internal sealed class WriteCount
{
    public int Value { get; private set; }

    public void Add(bool written) => Value += written ? 1 : 0;
}
