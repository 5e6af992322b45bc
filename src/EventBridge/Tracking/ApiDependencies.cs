using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>What ExposedAPIs depend on: endpoints, the gateway's address, and their Components. A change asks for a look at those concerned.</summary>
internal sealed class ApiDependencies : IDependencyObserver, IComponentObserver
{
    private readonly TrackedApis _apis;
    private readonly ReadinessIndex _readiness;
    private readonly GatewayAddresses _addresses;
    private readonly ComponentMends _mends;
    private readonly MessageRequests _requests;
    private readonly TimeProvider _time;

    public ApiDependencies(
        TrackedApis apis, ReadinessIndex readiness, GatewayAddresses addresses, ComponentIndex components, ComponentMends mends, MessageRequests requests, TimeProvider time)
    {
        (_apis, _readiness, _addresses, _mends, _requests, _time) = (apis, readiness, addresses, mends, requests, time);
        (readiness.Observer, addresses.Observer, components.Observer) = (this, this, this);
    }

    /// <summary>What an ExposedAPI lacks by what it depends on now; null when nothing.</summary>
    public ConvergenceGap? GapOf(ApiSnapshot api) =>
        api.IsUnreadable ? null : api.DependentGap(_readiness.IsReady(api.Service), _addresses.Of(api.Name.Namespace));

    /// <inheritdoc cref="ReadinessIndex.SlicesOf"/>
    public IReadOnlyList<string> SlicesOf(ApiSnapshot api) => _readiness.SlicesOf(api.Service);

    public void ServiceChanged(ServiceName service)
    {
        lock (_apis.Gate)
        {
            foreach (var api in _apis.Of(service))
            {
                Reconsider(api, isNewAddress: false);
            }
        }
    }

    public void ServicesKnown(string? @namespace) => ReconsiderAll(@namespace, isNewAddress: false);

    public void GatewayChanged(string @namespace) => ReconsiderAll(@namespace, isNewAddress: true);

    public void ComponentChanged(ComponentName component)
    {
        lock (_apis.Gate)
        {
            foreach (var api in _apis.Of(component))
            {
                _mends.Look(api);
            }
        }
    }

    public void ComponentsKnown(string? @namespace)
    {
        lock (_apis.Gate)
        {
            foreach (var api in _apis.In(@namespace))
            {
                _mends.Look(api);
            }
        }
    }

    private void ReconsiderAll(string? @namespace, bool isNewAddress)
    {
        lock (_apis.Gate)
        {
            foreach (var api in _apis.In(@namespace))
            {
                Reconsider(api, isNewAddress);
            }
        }
    }

    private void Reconsider(TrackedApi api, bool isNewAddress)
    {
        var gap = GapOf(api.Snapshot);
        var isNewGap = gap is not null && api.DependentGap != gap;
        api.DependentGap = gap;
        api.Weigh(_time.GetTimestamp());

        // One that was registered without a URL, for want of an address, may get it now.
        if ((isNewGap && !api.Snapshot.IsUndecided) || (isNewAddress && api.Snapshot is { IsUnreadable: false, OwnGap: ConvergenceGap.AddressDiffers }))
        {
            _requests.Ask(api, Decision.Readiness, resyncs: 0);
        }
    }
}
