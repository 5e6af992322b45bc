using System.Diagnostics.Metrics;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>What a test itself has measured and counted, and no other that runs beside it.</summary>
internal sealed class Measurements : IDisposable
{
    private static readonly AsyncLocal<Measurements?> OfThisTest = new();
    private readonly MeterListener _listener = new();
    private readonly List<string> _all = [];

    public Measurements()
    {
        OfThisTest.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ReconciliationTelemetry.SourceName && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => Note($"{instrument.Name} {count}", tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument.Name, tags));
        _listener.Start();
    }

    /// <summary>The instrument, the number if it is a count, and the tags' values, in the order in which they came.</summary>
    /// <param name="name">The instrument's name.</param>
    public IReadOnlyList<string> Of(string name) => [.. _all.Where(line => line.StartsWith($"{name} ", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..])];

    public void Dispose() => _listener.Dispose();

    private void Note(string what, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (OfThisTest.Value == this)
        {
            _all.Add($"{what} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
        }
    }
}
