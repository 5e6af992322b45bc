using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Users;

namespace ApiBridge.Simulation.Tests;

/// <summary>What must hold: at every write of a status, and once all is at rest.</summary>
internal sealed class Invariants(World world, Canvas canvas)
{
    private readonly HashSet<ObjectKey> _going = [];
    private readonly StoreWatch _apis = world.Cluster.Watch(Resources.ExposedApis);

    /// <summary>
    /// What must never be, not for a moment, of what happened since the last look: a status with a URL for what the gateway never had, and
    /// an API that its finalizer let go of although the gateway still holds its registration.
    /// </summary>
    public IEnumerable<string> Lies()
    {
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

            if (!change.Removed && api.Status.Url.Length > 0 && !IsTrue(api))
            {
                yield return $"{api.Key} claims {api.Status.Url} for {api.Status.Registration}, which the gateway never had";
            }
            else if (change.Removed && IsAbandoned(api))
            {
                yield return $"{api.Key} is gone, and the gateway still holds its registration";
            }
        }
    }

    /// <summary>What is wrong although nothing is left to do.</summary>
    public IEnumerable<string> Violations()
    {
        var apis = world.Cluster.Apis;
        var expected = apis.Where(IsRegistered).Select(api => (Host: world.HostOf(api), Registration: Wanted(api)!)).ToHashSet();
        var actual = world.Gateway.Registered.ToHashSet();
        foreach (var (host, missing) in expected.Except(actual))
        {
            yield return $"{host} lacks {missing}";
        }

        foreach (var (host, left) in actual.Except(expected).Where(entry => !world.Forgotten.Contain(entry.Host, entry.Registration.Name)))
        {
            yield return $"{host} holds {left}, which nobody wants";
        }

        foreach (var problem in apis.SelectMany(api => Problems(api, apis)))
        {
            yield return problem;
        }
    }

    /// <summary>Whether the object's own record says that nothing is left to do.</summary>
    public static bool IsConverged(ExposedApi api) => Convergence.Gap(api, implementationReady: null, gatewayAddress: null) is null;

    // The older claim to a path wins, and on a shared gateway that to a name. What can't be registered claims what it still holds.
    private List<ExposedApi> Elders(ExposedApi api, IReadOnlyList<ExposedApi> apis) =>
    [
        .. apis.Where(other =>
            world.HostOf(other) == world.HostOf(api)
            && Wanted(other) is { } rival
            && Wanted(api) is { } wanted
            && (rival.Path == wanted.Path || rival.Name == wanted.Name)
            && (other.Created, other.Key.ToString()).CompareTo((api.Created, api.Key.ToString())) < 0),
    ];

    private IEnumerable<string> Problems(ExposedApi api, IReadOnlyList<ExposedApi> apis)
    {
        var ready = world.Cluster.List(Resources.EndpointSlices)
            .Where(slice => slice.Namespace() == api.Key.Namespace
                && SimulatedCluster.Json(slice).Child("metadata").Child("labels").Text(EndpointSlice.ServiceLabel) == api.Spec.Implementation)
            .Any(slice => EndpointSlice.HasReadyEndpoint(SimulatedCluster.Json(slice)));
        var address = world.Cluster.Find(Resources.Ingresses, api.Key.Namespace, world.Scenario.Gateway.IngressName) is { } ingress
            ? LoadBalancer.AddressOf(SimulatedCluster.Json(ingress))
            : null;
        var reason = api.Status.Condition(ConditionTypes.Registered)?.Reason;
        var elders = Elders(api, apis);
        var mustYield = elders.Exists(IsRegistered);

        // To one that yields itself it may have yielded before.
        var mayYield = mustYield || elders.Count > 0;
        var isRight = reason switch
        {
            ConditionReasons.SpecInvalid => !IsUsable(api) && !(mustYield && IsRegistered(api)),
            ConditionReasons.PathConflict => IsUsable(api) && mayYield && !IsRegistered(api) && api.Status.Url.Length == 0,
            ConditionReasons.Accepted => IsUsable(api) && !mustYield,
            _ => false,
        };
        if (!isRight)
        {
            yield return $"{api.Key} says {reason}, yields to [{string.Join(", ", elders.Select(elder => elder.Key))}]: {api.Status.Json}";
        }

        if (reason == ConditionReasons.Accepted && Convergence.Gap(api, ready, address) is { } gap)
        {
            yield return $"{api.Key} lacks {gap}: {api.Status.Json}";
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

    // What was registered before its spec became unusable stays.
    private static ApiRegistration? Wanted(ExposedApi api) => IsUsable(api) ? ApiRegistration.Of(api) : api.Status.Registration;

    // What had no finalizer of ours when its deletion began, or lost it by force, was not let go of by a worker. And where another message
    // is about one of that name, its worker may have registered it anew meanwhile, and will look again. What a force-deleted namesake left
    // is not its registration.
    private bool IsAbandoned(ExposedApi api) =>
        _going.Contains(api.Key)
        && !world.Forgotten.WereForced(api.Key)
        && !world.Forgotten.MayContain(world.HostOf(api), api.Key.Name)
        && world.Gateway.Registered.Any(held => held.Host == world.HostOf(api) && held.Registration.Name == api.Key.Name)
        && !world.Cluster.Apis.Any(other => other.Key.Name == api.Key.Name && world.HostOf(other) == world.HostOf(api))
        && world.Storage.WaitingFor(api.Key.Name) <= 1;

    private bool IsTrue(ExposedApi api) => world.Gateway.EverHeld(world.HostOf(api))
        .Any(held => held.Name == api.Key.Name
            && (api.Status.Registration?.Equals(held) ?? true)
            && api.Status.Url.EndsWith(held.Path, StringComparison.Ordinal));

    private static bool IsRegistered(ExposedApi api) => api.Status.Registration is not null;

    private static bool IsUsable(ExposedApi api) => SpecProblem.Of(api).Count == 0;
}
