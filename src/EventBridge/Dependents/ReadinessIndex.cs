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

    // Services whose change was not told yet: what was told of them is the opposite of what is.
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
            return _listedAll || _listedNamespaces.Contains(service.Namespace) ? IsToldReady(service) : null;
        }
    }

    public void Replaced(IReadOnlyCollection<EndpointSliceSnapshot> items, string? @namespace)
    {
        HashSet<ServiceName> changed;
        lock (_lock)
        {
            var known = _readySlices.Keys.Union(_pending.Keys).Where(IsIn).ToList();
            changed = [.. known.Where(IsToldReady)];
            foreach (var service in known)
            {
                _readySlices.Remove(service);
                Cancel(service);
            }

            foreach (var item in items)
            {
                Put(item);
            }

            _readySlices.TrimExcess();
            changed.SymmetricExceptWith(_readySlices.Keys.Where(IsIn));
            _listedAll |= @namespace is null;
            if (@namespace is not null)
            {
                _listedNamespaces.Add(@namespace);
            }
        }

        foreach (var service in changed)
        {
            Observer?.ServiceChanged(service);
        }

        Observer?.ServicesKnown(@namespace);

        bool IsIn(ServiceName service) => @namespace is null || service.Namespace == @namespace;
    }

    public void Added(EndpointSliceSnapshot item) => Modified(item);

    public void Modified(EndpointSliceSnapshot item)
    {
        var service = item.Service;
        lock (_lock)
        {
            var told = IsToldReady(service);
            Put(item);
            if (IsReadyNow(service) == told)
            {
                Cancel(service);
                return;
            }

            if (_debounce > TimeSpan.Zero)
            {
                Schedule(service);
                return;
            }
        }

        Observer?.ServiceChanged(service);
    }

    public void Deleted(EndpointSliceSnapshot item) => Modified(item with { HasReadyEndpoint = false });

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
        if (!_disposed && !_pending.ContainsKey(service))
        {
            _pending[service] = _time.CreateTimer(_ => Settle(service), state: null, _debounce, Timeout.InfiniteTimeSpan);
        }
    }

    private void Settle(ServiceName service)
    {
        lock (_lock)
        {
            if (!Cancel(service))
            {
                return;
            }
        }

        Observer?.ServiceChanged(service);
    }

    private bool Cancel(ServiceName service)
    {
        if (!_pending.Remove(service, out var timer))
        {
            return false;
        }

        timer.Dispose();
        return true;
    }

    private bool IsReadyNow(ServiceName service) => _readySlices.ContainsKey(service);

    private bool IsToldReady(ServiceName service) => IsReadyNow(service) != _pending.ContainsKey(service);
}
