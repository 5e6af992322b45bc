using ApiBridge.Domain;
using ApiBridge.EventBridge.Claims;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>The ExposedAPIs that are known: by name, by the Service behind them, by their Component, and by the paths that they claim.</summary>
internal sealed class TrackedApis
{
    private readonly Dictionary<(string Namespace, string Name), TrackedApi> _byName = [];
    private readonly DependentApis<ServiceName> _ofServices = new();
    private readonly DependentApis<ComponentName> _ofComponents = new();

    /// <summary>Who reads or changes them holds this.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Where all that are there are known.</summary>
    public ListedNamespaces Listed { get; } = new();

    /// <summary>Who claims which path.</summary>
    public ClaimIndex Claims { get; } = new();

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<TrackedApi> All => _byName.Values;

    /// <summary>The one of a name, which may have another uid; null when none is known.</summary>
    public TrackedApi? Find((string Namespace, string Name) name) => _byName.GetValueOrDefault(name);

    /// <summary>Those of a namespace; null for all.</summary>
    public IEnumerable<TrackedApi> In(string? @namespace) =>
        _byName.Values.Where(api => @namespace is null || api.Snapshot.Name.Namespace == @namespace);

    /// <summary>Those that name a Service.</summary>
    public IEnumerable<TrackedApi> Of(ServiceName service) =>
        _ofServices.Of(service).Select(name => _byName[(service.Namespace, name)]);

    /// <summary>Those that name a Component.</summary>
    public IEnumerable<TrackedApi> Of(ComponentName component) =>
        _ofComponents.Of(component).Select(name => _byName[(component.Namespace, name)]);

    /// <summary>Takes over what was seen of an ExposedAPI.</summary>
    public TrackedApi See(ApiSnapshot snapshot, long now)
    {
        var known = Find(snapshot.Name);
        _ofServices.Move(snapshot.Name.Name, known?.Snapshot.Service, snapshot.Service);
        _ofComponents.Move(snapshot.Name.Name, known?.Snapshot.Parent, snapshot.Parent);
        var before = known?.Claim ?? default;
        var api = known ?? (_byName[snapshot.Name] = new(snapshot));
        api.See(snapshot, now);
        Claims.Move(api, before, api.Claim);
        return api;
    }

    /// <summary>What an ExposedAPI lacks by its status and its neighbours.</summary>
    public Need NeedOf(TrackedApi api)
    {
        if (api.Snapshot.IsUnreadable)
        {
            return default; // No worker could do anything for it.
        }

        // Where each namespace is listed by itself, the elder may be there and not known yet.
        var isWaitedFor = api.Snapshot.YieldsTo is { Key: var elder } && (!Listed.Contain(elder.Namespace) || IsInTheWay(elder, api));
        return Need.Of(api.Snapshot, Claims.BlockerOf(api), Claims.HolderOver(api), isWaitedFor);
    }

    /// <summary>It is gone.</summary>
    public void Forget(TrackedApi api)
    {
        var name = api.Snapshot.Name;
        _byName.Remove(name);
        Claims.Move(api, api.Claim, default);
        _ofServices.Move(name.Name, api.Snapshot.Service, now: null);
        _ofComponents.Move(name.Name, api.Snapshot.Parent, now: null);
    }

    /// <summary>All are forgotten, and so is where they were listed.</summary>
    public void Clear()
    {
        foreach (var api in _byName.Values.ToList())
        {
            Forget(api);
        }

        Listed.Clear();
        Trim();
    }

    /// <summary>Gives back the room that growing took in advance: up to half of it.</summary>
    public void Trim()
    {
        _byName.TrimExcess();
        Claims.Trim();
        _ofServices.Trim();
        _ofComponents.Trim();
    }

    private bool IsInTheWay(ObjectKey elder, TrackedApi api) =>
        Find((elder.Namespace, elder.Name)) is { } other
        && other.Snapshot.Key == elder
        && other.Seniority < api.Seniority
        && other.Claim.Gateway == api.Claim.Gateway
        && api.Claim.Wanted is { } path
        && other.Claim.Blocks(path);
}
