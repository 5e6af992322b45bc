using System.Text.Json;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Dashboard.Programs;

/// <summary>Keeps who holds the bridge's Lease.</summary>
/// <param name="changed">Told of each change.</param>
internal sealed class LeaseSink(Action changed) : ICollectionSink
{
    private bool _isListed;

    /// <summary>Who holds it; empty for nobody, null where there is no Lease.</summary>
    public string? Holder { get; private set; }

    /// <summary>When it was last renewed, by the holder's clock.</summary>
    public DateTimeOffset? Renewed { get; private set; }

    /// <summary>For how long a renewal holds.</summary>
    public TimeSpan Duration { get; private set; }

    public void BeginList() => _isListed = false;

    public void Take(IReadOnlyList<ReadOnlyMemory<byte>> objects)
    {
        foreach (var json in objects)
        {
            using var document = ObjectJson.Parse(json);
            var spec = document.RootElement.Child("spec");
            (Holder, Renewed, Duration) = (Excerpt.Of(spec.Text("holderIdentity")), spec.Time("renewTime"), TimeSpan.FromSeconds(Math.Max(0, spec.Number("leaseDurationSeconds"))));
            _isListed = true;
        }

        changed();
    }

    public void EndOfList()
    {
        Holder = _isListed ? Holder : null;
        changed();
    }

    public void Remove(JsonElement last)
    {
        Holder = null;
        changed();
    }
}
