using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Observing;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>Reads how things stand, where they stand: in the cluster, in the queues and in this worker's circuit breakers.</summary>
internal sealed class StatusReporter(
    ClusterConnection connection,
    IExposedApiStore store,
    INetworkStore network,
    PublicAddressFinder addresses,
    Queues queues,
    GatewayBreakers breakers,
    GatewayEntries entries,
    IOptions<GatewayOptions> gateway,
    ObjectScope scope,
    TimeProvider time,
    ClusterPlanner? planner = null)
{
    private const int MostNamed = 20;

    // Whoever asks waits, and a report on an outage must not take as long as the outage.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether a namespace is among those that are looked after: of others the worker may know nothing.</summary>
    public bool LooksAfter(string ns) => scope.Includes(ns);

    /// <summary>Counts everything. What can't be read is named as a problem, and the rest is told all the same.</summary>
    public async Task<StatusReport> SummarizeAsync(string? ns, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var apis = ReadAsync("The API server", () => store.ListAsync(ns, reading.Token), cancellationToken);
        var depths = await Task.WhenAll(queues.Names.All().Select(
            async name => (Name: name, Depth: await ReadAsync($"Queue {name}", async () => (long?)await queues.CountAsync(name, reading.Token), cancellationToken))));
        var (listing, problem) = await apis;
        var (plan, planProblem) = planner is null || listing is null
            ? default
            : await ReadAsync("What the plan needs", () => planner.PlanAsync(listing, reading.Token), cancellationToken);
        var unreadable = listing?.Unreadable ?? [];
        return new(
            time.GetUtcNow(),
            Environment.MachineName,
            $"{(planner is null ? WorkMode.Apply : WorkMode.Observe)}",
            new(connection.Server.AbsoluteUri, connection.Proxy?.AbsoluteUri),
            listing is null ? null : ApiCounts.Of([.. listing.Apis.Where(api => scope.Includes(api.Key.Namespace, api.Labels))], entries),
            [.. depths.Select(queue => new QueueReport(queue.Name, queue.Depth.Value))],
            [.. breakers.States.OrderBy(breaker => breaker.Key, StringComparer.Ordinal).Select(breaker => new GatewayReport(breaker.Key, breaker.Value))],
            plan,
            [
                .. depths.Select(queue => queue.Depth.Problem).Prepend(problem).Append(planProblem).OfType<string>(),
                .. unreadable.Take(MostNamed).Select(found => $"ExposedAPI {found}."),
                .. unreadable.Count > MostNamed ? [string.Create(CultureInfo.InvariantCulture, $"{unreadable.Count - MostNamed} more ExposedAPIs can't be read.")] : Array.Empty<string>(),
            ]);
    }

    /// <summary>Reads one API in full.</summary>
    /// <returns>Null when there is none of that name.</returns>
    /// <exception cref="ClusterUnavailableException">The API server can't or won't tell.</exception>
    /// <exception cref="ResourceNotServedException">The cluster knows no ExposedAPIs.</exception>
    public async Task<ApiReport?> FindAsync(string ns, string name, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(new ObjectKey(ns, name, Uid: string.Empty), cancellationToken) is not { } api)
        {
            return null;
        }

        var ready = await network.HasReadyEndpointAsync(ns, api.Spec.Implementation, [], cancellationToken);
        var address = (await addresses.FindAsync(api, afresh: false, cancellationToken)).Address;
        var proof = StatusProof.Of(api, entries);
        return new()
        {
            Gap = Convergence.Gap(api, entries, ready, address?.IngressAddress),
            Namespace = api.Key.Namespace,
            Name = api.Key.Name,
            Uid = api.Key.Uid,
            ResourceVersion = api.ResourceVersion,
            Created = api.Created,
            IsBeingDeleted = api.IsBeingDeleted,
            Finalizers = api.Finalizers,
            Component = api.Component?.Name,
            ApiType = api.Spec.ApiType,
            SpecProblems = [.. SpecProblem.Of(api, gateway.Value.ReservedPathList).Select(found => found.ToString())],
            Desired = RegistrationReport.Of(ApiRegistration.Of(api, proof.Own.Name)),
            Recorded = proof.Proven is { } recorded ? RegistrationReport.Of(recorded) : null,
            SpecWasSeen = api.Status.ObservedSpecHash == api.SpecHash,
            Url = NullIfEmpty(api.Status.Url),
            DeveloperUI = NullIfEmpty(api.Status.DeveloperUI),
            ReportedReady = api.Status.Ready,
            Ready = ready,
            GatewayHost = address?.Host,
            Conditions = api.Status.Conditions,
        };
    }

    private static async Task<(T? Value, string? Problem)> ReadAsync<T>(string what, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return (await read(), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, string.Create(CultureInfo.InvariantCulture, $"{what} did not answer within {Patience.TotalSeconds:0} s."));
        }
        catch (Exception exception) when (exception is ClusterUnavailableException or ResourceNotServedException)
        {
            return (default, $"{what} could not be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            return (default, $"{what} could not be read: {QueueFailure.Describe(exception)}");
        }
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
