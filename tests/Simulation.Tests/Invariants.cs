using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.Shared.Scope;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Users;

namespace ApiBridge.Simulation.Tests;

/// <summary>What must hold: at every write of a status, and once all is at rest.</summary>
internal sealed class Invariants(World world, Canvas canvas)
{
    private readonly HashSet<ObjectKey> _going = [];
    private readonly ObjectScope _scope = new(world.Scope);
    private readonly StoreWatch _apis = world.Cluster.Watch(Resources.ExposedApis);

    /// <summary>
    /// What must never be, not for a moment, of what happened since the last look: a status with a URL for what the gateway never had, and
    /// an API that its finalizer let go of although the gateway still holds its registration.
    /// </summary>
    public IEnumerable<string> Lies()
    {
        foreach (var breach in world.Breaches)
        {
            yield return breach;
        }

        world.Breaches.Clear();
        while (_apis.Signals.TryRead(out var signal))
        {
            if (signal is not StoreChange change)
            {
                continue;
            }

            var api = ExposedApi.Parse(SimulatedCluster.Json(change.Current.Body));
            if (!change.Removed && api is { IsBeingDeleted: true, HasFinalizer: true })
            {
                _going.Add(api.Key);
            }

            if (!change.Removed && api.Status.Url.Length > 0 && !world.Cluster.IsOfOthers(change.Revision) && IsNewRecord(change, api) && !IsTrue(api))
            {
                yield return $"{api.Key} claims {api.Status.Url} for {api.Status.Registration}, which the gateway never had";
            }
            else if (change.Removed && IsAbandoned(api))
            {
                yield return $"{api.Key} is gone, and the gateway still holds its registration";
            }

            if (change.Removed)
            {
                // What it was not allowed to remove is on no record any more.
                world.Forgotten.Forget(world.FormerEntriesOf(api.Key).Where(entry => !world.Entries.MayRemove(api.Key, entry)));
            }
        }
    }

    /// <summary>What is wrong although nothing is left to do.</summary>
    public IEnumerable<string> Violations() => Registrations().Concat(InScope().SelectMany(Problems));

    /// <summary>What is wrong with what the gateways hold, and with why an API is registered or not.</summary>
    public IEnumerable<string> Registrations()
    {
        var apis = InScope();
        foreach (var api in world.Cluster.Apis.Where(api => IsOut(api) && (api.HasFinalizer || api.AdoptedBy.Length > 0 || api.Status.Registration is not null)))
        {
            yield return $"{api.Key} is out of scope, and is held: {string.Join(", ", api.Finalizers)} {api.AdoptedBy} {api.Status.Json}";
        }

        var expected = apis.Where(IsRegistered).Select(api => (Host: Own(api).Gateway, Registration: Wanted(api)!)).ToHashSet();
        var actual = world.Gateway.Registered.ToHashSet();
        foreach (var (host, missing) in expected.Except(actual).Where(entry => !IsUnknowable(new(entry.Host, entry.Registration.Name))))
        {
            yield return $"{host} lacks {missing}";
        }

        foreach (var (host, left) in actual.Except(expected).Where(entry => !IsLeft(new(entry.Host, entry.Registration.Name))))
        {
            yield return $"{host} holds {left}, which nobody wants";
        }

        foreach (var api in apis.Where(api => !IsRight(api, apis)))
        {
            yield return $"{api.Key} yields to [{string.Join(", ", Elders(api, apis).Select(elder => elder.Key))}], and says otherwise: {api.Status.Json}";
        }
    }

    private List<ExposedApi> InScope() => [.. world.Cluster.Apis.Where(api => !IsOut(api))];

    private bool IsOut(ExposedApi api) => _scope.PlaceOf(api) is not ScopePlace.Inside;

    // The older claim to a path wins. What can't be registered claims what it still holds.
    private List<ExposedApi> Elders(ExposedApi api, IReadOnlyList<ExposedApi> apis) =>
        Wanted(api) is not { } wanted ? [] :
        [
            .. apis.Where(other =>
                IsElder(other, api)
                && Own(other).Gateway == Own(api).Gateway
                && Wanted(other)?.Path == wanted.Path),
        ];

    private static bool IsElder(ExposedApi other, ExposedApi api) =>
        other.Created < api.Created || (other.Created == api.Created && string.CompareOrdinal(other.Key.ToString(), api.Key.ToString()) < 0);

    private bool IsRight(ExposedApi api, IReadOnlyList<ExposedApi> apis)
    {
        if (api.IsPaused)
        {
            NotePaused(api);
            return api.Status.PausedSince is not null; // Whatever else it says is of before.
        }

        var elders = Elders(api, apis);
        var mustYield = elders.Exists(IsRegistered);

        // To one that yields itself it may have yielded before.
        var mayYield = mustYield || elders.Count > 0;
        return Reason(api) switch
        {
            ConditionReasons.SpecInvalid => !IsValid(api) && !(mustYield && IsRegistered(api)),
            ConditionReasons.GatewayRefused => IsValid(api) && IsRefused(api),
            ConditionReasons.PathConflict => IsValid(api) && (mayYield || IsRefused(api)) && api.Status.Registration is null && api.Status.Url.Length == 0,
            ConditionReasons.Accepted or ConditionReasons.AddressPending => IsUsable(api) && !mustYield,
            _ => false,
        };
    }

    private void NotePaused(ExposedApi api)
    {
        if (!IsSure(api))
        {
            world.Happenings.Add(Happening.PausedInDoubt);
        }
        else if (IsRegistered(api))
        {
            world.Happenings.Add(Happening.KeptWhilePaused);
        }
    }

    private IEnumerable<string> Problems(ExposedApi api)
    {
        if (api.IsPaused)
        {
            yield break;
        }

        var ready = world.Cluster.IsReady(api.Key.Namespace, api.Spec.Implementation);
        var address = world.Cluster.Find(Resources.Ingresses, api.Key.Namespace, world.Settings.IngressName) is { } ingress
            ? LoadBalancer.AddressOf(SimulatedCluster.Json(ingress))
            : null;
        if ((api.Status.StampedUid, api.Status.Gateway) != (api.Key.Uid, Own(api).Gateway))
        {
            yield return $"{api.Key} is stamped by {api.Status.StampedUid} for {api.Status.Gateway}";
        }

        foreach (var left in Untold(api))
        {
            yield return $"{api.Key} does not say that it has left {left}: {api.Status.Json}";
        }

        if (Reason(api) is ConditionReasons.Accepted or ConditionReasons.AddressPending && Convergence.Gap(api, world.Entries, ready, address) is { } gap)
        {
            yield return $"{api.Key} lacks {gap}: {api.Status.Json}";
        }

        foreach (var contradiction in Contradictions(api, ready))
        {
            yield return $"{api.Key} says {contradiction}: {api.Status.Json}";
        }

        if (api.Status.Ready != ready)
        {
            yield return $"{api.Key} says ready={api.Status.Ready} where its endpoints are {ready}";
        }

        var entry = canvas.Entry(api.Key);
        var told = (entry?.Text("url") ?? string.Empty, entry?.Text("developerUI") ?? string.Empty, entry?["ready"]?.ToString());
        var wanted = (api.Status.Url, api.Status.DeveloperUI, ready ? "true" : "false");
        if (told != wanted)
        {
            yield return $"the Component says {told} of {api.Key}, not {wanted}";
        }
    }

    private IEnumerable<string> Contradictions(ExposedApi api, bool ready)
    {
        var isRegistered = api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.True };
        var says = api.Status.Condition(ConditionTypes.Ready);
        if (says?.Status is not (ConditionStatus.True or ConditionStatus.False) || (says.Status is ConditionStatus.True) != (isRegistered && ready))
        {
            yield return $"Ready={says?.Status} where it is registered={isRegistered} and ready={ready}";
        }

        if (Unreached(api, isRegistered && ready) is { } unreached)
        {
            yield return unreached;
        }

        if ((api.Status.Condition(ConditionTypes.PoliciesApplied) is { Status: ConditionStatus.False }) != (api.Spec.Policies.Count > 0))
        {
            yield return $"PoliciesApplied={api.Status.Condition(ConditionTypes.PoliciesApplied)?.Status} of {api.Spec.Policies.Count} policies";
        }

        if (api.Status.ObservedGeneration is { } observed && (!world.Scenario.HasStatus || observed != api.Generation))
        {
            yield return $"generation {observed} of {api.Generation}";
        }
    }

    // Without audits what was tried in vain, during an outage perhaps, stays said.
    private string? Unreached(ExposedApi api, bool isServed)
    {
        var (says, isTried) = (api.Status.Condition(ConditionTypes.Reachable), isServed && api.Status.Url.Length > 0);
        var isRight = !world.Scenario.TriesUrls ? says is null
            : !isTried ? says is { Status: ConditionStatus.Unknown }
            : !world.Scenario.HasAudits ? says is not null
            : says is { Status: ConditionStatus.True };
        world.Happenings.UnionWith(isTried && says is { Status: ConditionStatus.True } ? [Happening.Reached] : []);
        return isRight ? null : $"Reachable={says?.Status} where it is to be tried={isTried}";
    }

    private static string? Reason(ExposedApi api) => api.Status.Condition(ConditionTypes.Registered)?.Reason;

    // What was registered before its spec became unusable, or before it was paused, stays.
    private ApiRegistration? Wanted(ExposedApi api) => api.IsPaused ? Held(api) : IsUsable(api) ? ApiRegistration.Of(api, Own(api).Name) : Held(api);

    // What had no finalizer of ours when its deletion began, or lost it by force, was not let go of by a worker. And where another message
    // is about one of that name, its worker may have registered it anew meanwhile, and will look again. What a force-deleted namesake left
    // is not its registration.
    private bool IsAbandoned(ExposedApi api) =>
        _going.Contains(api.Key)
        && !world.Forgotten.WereForced(api.Key)
        && !world.Forgotten.MayContain(Own(api))
        && !world.Deceived.Contains(Own(api))
        && world.Gateway.Entries.Contains(Own(api))
        && world.Cluster.Api(api.Key.Namespace, api.Key.Name) is null
        && world.Storage.WaitingFor(api.Key) <= 1;

    private bool IsTrue(ExposedApi api) => world.Gateway.EverHeld(Own(api).Gateway)
        .Any(held => held.Name == Own(api).Name
            && (api.Status.Registration?.Equals(held) ?? true)
            && api.Status.Url.EndsWith(held.Path, StringComparison.Ordinal));

    private GatewayEntry Own(ExposedApi api) => world.Entries.Of(api.Key);

    // What others wrote into a status stays there until a worker comes to it.
    private static bool IsNewRecord(StoreChange change, ExposedApi api) =>
        change.Previous is not { } previous
        || !Equals(ExposedApi.Parse(SimulatedCluster.Json(previous.Body)).Status.Registration, api.Status.Registration);

    /// <summary>Whether a gateway forgot an entry of which an audit is to find that.</summary>
    public bool IsToBeFound(GatewayEntry entry) => world.Scenario.HasAudits && world.Gateway.HasLost(entry) && InScope().Any(api =>
        Own(api) == entry
        && api is { IsPaused: false, IsBeingDeleted: false, Status.Url.Length: > 0 }
        && api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.True }
        && world.Cluster.IsReady(api.Key.Namespace, api.Spec.Implementation));

    // A gateway forgot it, or a status was set back: nothing that the product can read tells of it.
    private bool IsUnknowable(GatewayEntry entry) => (world.Gateway.HasLost(entry) && !IsToBeFound(entry)) || world.Deceived.Contains(entry) || IsOfUnsure(entry);

    // One that was paused while its entry was in doubt, or before it was looked at, says so until it goes on.
    private bool IsOfUnsure(GatewayEntry entry) => world.Cluster.Apis.Any(api => api.IsPaused && Own(api) == entry && !IsSure(api));

    private bool IsSure(ExposedApi api) => api.Status is { IsOwn: true, UnansweredAt: null } && api.Status.Gateway == Own(api).Gateway;

    // What nobody knows of any more, what the settings do not allow to be removed, and what stays until its API is registered anew.
    private bool IsLeft(GatewayEntry entry) =>
        world.Forgotten.Contain(entry)
        || world.Deceived.Contains(entry)
        || IsOfUnsure(entry)
        || world.Keys.Any(key => world.FormerEntriesOf(key).Contains(entry) && !world.Entries.MayRemove(key, entry))
        || world.Cluster.Apis.Any(api => IsKept(api, entry));

    // What can't be registered under its new name, or is paused, keeps its former entry, and the record of that.
    private bool IsKept(ExposedApi api, GatewayEntry entry) =>
        (api.IsPaused || !IsUsable(api)) && Held(api) is null && StatusProof.Of(api, world.Entries).Leftovers.Any(left => left.Entry == entry);

    private IEnumerable<GatewayEntry> Untold(ExposedApi api)
    {
        foreach (var entry in world.FormerEntriesOf(api.Key).Where(entry =>
            world.Gateway.Entries.Contains(entry) && !world.Forgotten.Contain(entry) && !world.IsOfAnother(api.Key, entry)))
        {
            if (api.Status.Leftovers.Any(left => left.Entry == entry))
            {
                world.Happenings.Add(Happening.LeftOnAFormerGateway);
            }
            else if (!IsKept(api, entry))
            {
                yield return entry;
            }
        }
    }

    private bool IsRegistered(ExposedApi api) => Held(api) is not null;

    // A record under a former name or of another gateway tells of a former entry.
    // And one that is paused claims only what is proven.
    private ApiRegistration? Held(ExposedApi api) =>
        StatusProof.Of(api, world.Entries) is var proof && api.IsPaused ? proof.Proven : proof.Held;

    private static bool IsUsable(ExposedApi api) => IsValid(api) && !IsRefused(api);

    private static bool IsRefused(ExposedApi api) => api.Spec.Path == Scenario.RefusedPath || api.Spec.Port == Scenario.RefusedPort;

    private static bool IsValid(ExposedApi api) => SpecProblem.Of(api, []).Count == 0;
}
