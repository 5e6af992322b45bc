using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Watching;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>
/// Which Services have a ready endpoint. A change is told only after it has stood for a while: pods that restart make endpoints flap,
/// and each flap would cost a message and a status write.
/// </summary>
internal sealed class ReadinessIndex : IWatchSink<EndpointSliceSnapshot>, IDisposable
{
    private readonly Lock _lock = new();

    // The names of the slices with a ready endpoint. A Service has one slice as a rule, and the cluster more Services than APIs.
    private readonly Dictionary<ServiceName, string[]> _readySlices = [];
    private readonly HashSet<ServiceName> _ready = [];
    private readonly Dictionary<ServiceName, ITimer> _pending = [];
    private readonly HashSet<string> _listedNamespaces = [];
    private readonly TimeSpan _debounce;
    private readonly TimeProvider _time;
    private bool _listedAll;
    private bool _disposed;

    public ReadinessIndex(IOptions<WatchOptions> options, TimeProvider time)
    {
        _debounce = options.Value.ReadinessDebounce;
        _time = time;
    }

    /// <summary>Who is told of changes; set once, before anything is watched.</summary>
    public IDependencyObserver? Observer { get; set; }

    /// <summary>Whether a Service has a ready endpoint; null while the endpoints of its namespace were not listed.</summary>
    public bool? IsReady(ServiceName service)
    {
        lock (_lock)
        {
            return _listedAll || _listedNamespaces.Contains(service.Namespace) ? _ready.Contains(service) : null;
        }
    }

    public void Replaced(IReadOnlyCollection<EndpointSliceSnapshot> items, string? @namespace)
    {
        HashSet<ServiceName> touched;
        lock (_lock)
        {
            touched = [.. _readySlices.Keys.Union(_ready).Where(service => @namespace is null || service.Namespace == @namespace)];
            foreach (var service in touched)
            {
                _readySlices.Remove(service);
            }

            foreach (var item in items)
            {
                Put(item);
                touched.Add(item.Service);
            }

            _listedAll |= @namespace is null;
            if (@namespace is not null)
            {
                _listedNamespaces.Add(@namespace);
            }
        }

        foreach (var service in touched)
        {
            Settle(service);
        }

        Observer?.ServicesKnown(@namespace);
    }

    public void Added(EndpointSliceSnapshot item) => Modified(item);

    public void Modified(EndpointSliceSnapshot item)
    {
        lock (_lock)
        {
            Put(item);
        }

        Schedule(item.Service);
    }

    public void Deleted(EndpointSliceSnapshot item)
    {
        lock (_lock)
        {
            Put(item with { HasReadyEndpoint = false });
        }

        Schedule(item.Service);
    }

    /// <summary>Ends it: what changes from then on, by a timer that fires just now perhaps, is not told.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var timer in _pending.Values)
            {
                timer.Dispose();
            }

            _pending.Clear();
        }
    }

    private void Put(EndpointSliceSnapshot item)
    {
        var others = _readySlices.GetValueOrDefault(item.Service, []).Where(name => name != item.Name);
        string[] slices = item.HasReadyEndpoint ? [.. others, item.Name] : [.. others];
        if (slices.Length > 0)
        {
            _readySlices[item.Service] = slices;
        }
        else
        {
            _readySlices.Remove(item.Service);
        }
    }

    private void Schedule(ServiceName service)
    {
        if (_debounce == TimeSpan.Zero)
        {
            Settle(service);
            return;
        }

        lock (_lock)
        {
            if (_readySlices.ContainsKey(service) == _ready.Contains(service))
            {
                CancelTimer(service);
            }
            else if (!_disposed && !_pending.ContainsKey(service))
            {
                _pending[service] = _time.CreateTimer(_ => Settle(service), state: null, _debounce, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Settle(ServiceName service)
    {
        lock (_lock)
        {
            CancelTimer(service);
            if (_disposed || (_readySlices.ContainsKey(service) ? !_ready.Add(service) : !_ready.Remove(service)))
            {
                return;
            }
        }

        Observer?.ServiceChanged(service);
    }

    private void CancelTimer(ServiceName service)
    {
        if (_pending.Remove(service, out var timer))
        {
            timer.Dispose();
        }
    }
}
