using ApiBridge.Domain;
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

    // A Service has one slice as a rule, and the cluster more Services than APIs.
    private readonly Dictionary<ServiceName, KnownSlice[]> _slices = [];

    // Services whose change was not told yet: what was told of them is the opposite of what is.
    private readonly Dictionary<ServiceName, ITimer> _pending = [];
    private readonly ListedNamespaces _listed = new();
    private readonly TimeSpan _debounce;
    private readonly TimeProvider _time;
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
            return _listed.Contain(service.Namespace) ? IsToldReady(service) : null;
        }
    }

    /// <summary>The names of a Service's EndpointSlices, those with a ready endpoint first; none when there are too many to name.</summary>
    public IReadOnlyList<string> SlicesOf(ServiceName service)
    {
        lock (_lock)
        {
            return _slices.GetValueOrDefault(service, []) is { Length: <= ApiEvent.MaxEndpointSlices } slices
                ? [.. slices.OrderByDescending(slice => slice.IsReady).Select(slice => EndpointSliceSnapshot.FullName(slice.Name, service.Name))]
                : [];
        }
    }

    // One that can't be read has no ready endpoint that anybody could know of.
    public void Replaced(IReadOnlyCollection<EndpointSliceSnapshot> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null)
    {
        HashSet<ServiceName> changed;
        lock (_lock)
        {
            var known = _slices.Keys.Union(_pending.Keys).Where(IsIn).ToList();
            changed = [.. known.Where(IsToldReady)];
            foreach (var service in known)
            {
                _slices.Remove(service);
                Cancel(service);
            }

            foreach (var item in items)
            {
                Put(item, isThere: true);
            }

            _slices.TrimExcess();
            changed.SymmetricExceptWith(_slices.Keys.Where(service => IsIn(service) && IsReadyNow(service)));
            _listed.Add(@namespace);
        }

        foreach (var service in changed)
        {
            Observer?.ServiceChanged(service);
        }

        Observer?.ServicesKnown(@namespace);

        bool IsIn(ServiceName service) => @namespace is null || service.Namespace == @namespace;
    }

    public void Added(EndpointSliceSnapshot item) => Modified(item);

    public void Modified(EndpointSliceSnapshot item) => Change(item, isThere: true);

    public void Deleted(EndpointSliceSnapshot item) => Change(item, isThere: false);

    /// <summary>Forgets them, and tells nobody.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            foreach (var service in _pending.Keys.ToList())
            {
                Cancel(service);
            }

            _slices.Clear();
            _slices.TrimExcess();
            _listed.Clear();
        }
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

    private void Change(EndpointSliceSnapshot item, bool isThere)
    {
        var service = item.Service;
        lock (_lock)
        {
            var told = IsToldReady(service);
            Put(item, isThere);
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

    private void Put(EndpointSliceSnapshot item, bool isThere)
    {
        var others = _slices.GetValueOrDefault(item.Service, []).Where(slice => slice.Name != item.Name);
        KnownSlice[] slices = isThere ? [.. others, new(item.Name, item.HasReadyEndpoint)] : [.. others];
        if (slices.Length > 0)
        {
            _slices[item.Service] = slices;
        }
        else
        {
            _slices.Remove(item.Service);
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

    private bool IsReadyNow(ServiceName service) => Array.Exists(_slices.GetValueOrDefault(service, []), slice => slice.IsReady);

    private bool IsToldReady(ServiceName service) => IsReadyNow(service) != _pending.ContainsKey(service);
}
