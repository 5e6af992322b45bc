using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Resilience;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.EventBridge.Watching;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Hosting;

/// <summary>
/// What the bridge watches: the ExposedAPIs, and before them what they depend on, so that the first list is judged by all. Of the Components,
/// which an installation need not have, it looks at what they say of their APIs.
/// </summary>
internal sealed class BridgeWatches
{
    // Endpoints that can't be listed, for want of an RBAC rule perhaps, must not keep the APIs waiting.
    private static readonly TimeSpan LongestWaitForDependencies = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TidyInterval = TimeSpan.FromSeconds(1);
    private readonly ResourceWatch _watch;
    private readonly UnreadableEvents _events;
    private readonly ExposedApiTracker _tracker;
    private readonly MessageRequests _requests;
    private readonly ReadinessIndex _readiness;
    private readonly GatewayAddresses _addresses;
    private readonly ComponentIndex _componentIndex;
    private readonly ScopedSnapshots _snapshots;
    private readonly TimeProvider _time;
    private readonly string _ingressName;
    private readonly WatchedResource _exposedApis;
    private readonly WatchedResource _endpointSlices;
    private readonly WatchedResource _ingresses;
    private readonly WatchedResource _components;

    public BridgeWatches(
        ResourceWatch watch,
        UnreadableEvents events,
        ExposedApiTracker tracker,
        MessageRequests requests,
        ReadinessIndex readiness,
        GatewayAddresses addresses,
        ComponentIndex components,
        IOptions<ResourceOptions> resource,
        ObjectScope scope,
        IOptions<GatewayOptions> gateway,
        GatewayEntries entries,
        TimeProvider time)
    {
        (_watch, _events) = (watch, events);
        (_tracker, _requests) = (tracker, requests);
        _readiness = readiness;
        _addresses = addresses;
        _componentIndex = components;
        _snapshots = new(entries, gateway.Value.ReservedPathList, scope);
        _time = time;
        _ingressName = gateway.Value.IngressName;
        _exposedApis = new(resource.Value.Group, resource.Value.Version, resource.Value.Plural);
        _endpointSlices = new("discovery.k8s.io", "", "endpointslices", EndpointSlice.ServiceLabel);
        _ingresses = new("networking.k8s.io", "v1", "ingresses", FieldSelector: $"metadata.name={_ingressName}");
        _components = new(resource.Value.Group, "", "components") { IsOptional = true };
        components.IsCurrent = @namespace => watch.IsCurrent(_components, @namespace);
    }

    /// <summary>Whether all ExposedAPIs were listed in this term.</summary>
    public bool AreApisListed => _watch.IsSynced(_exposedApis);

    /// <summary>Watches until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        // The ExposedAPIs' begins only when those that they are judged by are synced, and the bridge is not ready before that.
        foreach (var resource in (WatchedResource[])[_endpointSlices, _ingresses, _components, _exposedApis])
        {
            _watch.Expect(resource);
        }

        return Together.RunAsync(
            [
                stop => _watch.RunAsync(_endpointSlices, static _ => { }, EndpointSliceSnapshot.Read, _readiness, stop),
                stop => _watch.RunAsync(_ingresses, static _ => { }, element => IngressSnapshot.Read(element, _ingressName), _addresses, stop),
                stop => _watch.RunAsync(_components, static _ => { }, ComponentSnapshot.Read, _componentIndex, stop, ComponentSnapshot.ReadRest),
                WatchExposedApisAsync,
                _events.RunAsync,
                TidyAsync,
            ],
            cancellationToken);
    }

    /// <summary>Forgets all that was seen; not while it watches.</summary>
    public void Forget()
    {
        _readiness.Forget();
        _addresses.Forget();
        _componentIndex.Forget();
        _tracker.Forget();
    }

    private async Task WatchExposedApisAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (!(_watch.IsSynced(_endpointSlices) && _watch.IsSynced(_ingresses)) && _time.GetElapsedTime(started) < LongestWaitForDependencies)
        {
            await Task.Delay(LookInterval, _time, cancellationToken);
        }

        await _watch.RunAsync(
            _exposedApis,
            _requests.Found,
            _snapshots.Read,
            _tracker,
            cancellationToken,
            _snapshots.ReadRest,
            static api => api.MayHideSpecification);
    }

    // What the lists were read into is several times what is kept of them, and a process that idles from then on would never collect it.
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        while (!AreApisListed)
        {
            await Task.Delay(TidyInterval, _time, cancellationToken);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
    }
}
