using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>The requests that the servers of this process answered, by method and status.</summary>
internal sealed class RequestCounts : IDisposable
{
    private readonly ConcurrentDictionary<(string Method, int Status), int> _counts = new();
    private readonly MeterListener _listener = new();

    public RequestCounts()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Microsoft.AspNetCore.Hosting", Name: "http.server.request.duration" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Count(tags));
        _listener.Start();
    }

    /// <summary>How many requests of a method there were.</summary>
    public int Of(string method) => _counts.Where(pair => pair.Key.Method == method).Sum(pair => pair.Value);

    /// <summary>How many requests were answered with a status.</summary>
    public int With(int status) => _counts.Where(pair => pair.Key.Status == status).Sum(pair => pair.Value);

    public void Reset() => _counts.Clear();

    public void Dispose() => _listener.Dispose();

    private void Count(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (method, status) = (string.Empty, 0);
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case "http.request.method":
                    method = (string)value!;
                    break;
                case "http.response.status_code":
                    status = Convert.ToInt32(value, CultureInfo.InvariantCulture);
                    break;
                default:
                    break;
            }
        }

        _counts.AddOrUpdate((method, status), 1, (_, count) => count + 1);
    }
}
