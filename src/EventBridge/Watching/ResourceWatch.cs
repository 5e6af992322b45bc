using System.Net;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Resilience;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Watching;

/// <summary>
/// Follows a resource wherever it is served and in every namespace looked after: finds its version by discovery, waits while it is
/// not served, and starts over when it is taken away.
/// </summary>
internal sealed class ResourceWatch
{
    private readonly KubernetesApi _api;
    private readonly ResourceDiscovery _discovery;
    private readonly NamespaceScope _scope;
    private readonly WatchStatuses _statuses;
    private readonly UnreadableEvents _events;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ResourceWatch> _logger;

    public ResourceWatch(
        KubernetesApi api,
        ResourceDiscovery discovery,
        NamespaceScope scope,
        WatchStatuses statuses,
        UnreadableEvents events,
        IOptions<WatchOptions> options,
        TimeProvider time,
        ILogger<ResourceWatch> logger)
    {
        _api = api;
        _discovery = discovery;
        _scope = scope;
        _statuses = statuses;
        _events = events;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>Follows a resource until cancelled.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="found">Told the version each time that discovery found one.</param>
    /// <param name="read">What is kept of an object; null leaves it out.</param>
    /// <param name="sink">Who is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="readRest">What is kept of an object that can't be read; null for nothing.</param>
    /// <param name="mayHide">Whether another version may show more of an object; null for never.</param>
    public async Task RunAsync<T>(
        WatchedResource resource,
        Action<GroupVersionResource> found,
        Func<JsonElement, T?> read,
        IWatchSink<T> sink,
        CancellationToken cancellationToken,
        Func<UnreadableObject, T?>? readRest = null,
        Predicate<T>? mayHide = null)
        where T : class
    {
        var backoff = new Backoff(_options.InitialBackoff, _options.MaxBackoff, _time);
        while (true)
        {
            var served = await DiscoverAsync(resource, backoff, cancellationToken);
            found(served.Resource);
            try
            {
                await FollowAsync(resource, served, new(read, readRest ?? (static _ => null), mayHide ?? (static _ => false), _scope.Includes), sink, cancellationToken);
            }
            catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                await backoff.WaitAsync(atLeast: null, cancellationToken);
            }
        }
    }

    /// <summary>Counts a resource among the watches of this term, though its own has not begun.</summary>
    public void Expect(WatchedResource resource)
    {
        foreach (var @namespace in _scope.Watched)
        {
            StatusOf(resource, @namespace);
        }
    }

    /// <summary>Whether every namespace's list of a resource was read to its end in this term.</summary>
    public bool IsSynced(WatchedResource resource) => _scope.Watched.All(@namespace => StatusOf(resource, @namespace).IsSynced);

    /// <summary>Whether what was told of a resource in a namespace is of now, as far as anybody can tell: it was listed, and nothing fails since.</summary>
    public bool IsCurrent(WatchedResource resource, string @namespace) => _scope.Watched
        .Where(watched => watched is null || watched == @namespace)
        .All(watched => StatusOf(resource, watched) is { IsSynced: true, Error: null });

    private WatchStatus StatusOf(WatchedResource resource, string? @namespace)
    {
        var status = _statuses.Of(Name(resource, @namespace));
        status.IsOptional = resource.IsOptional;
        return status;
    }

    private static string Name(WatchedResource resource, string? @namespace) => @namespace is null ? $"{resource}" : $"{resource} in {@namespace}";

    private async Task<ServedResource> DiscoverAsync(WatchedResource resource, Backoff backoff, CancellationToken cancellationToken)
    {
        var missing = false;
        var outage = WatchingLog.OutageOf($"{resource}", _time, _logger);
        while (true)
        {
            TimeSpan? retryAfter = null;
            try
            {
                if (await _discovery.AskAsync(resource.Group, resource.Version, resource.Plural, cancellationToken) is { } served)
                {
                    backoff.Reset();
                    outage.Over();
                    return served;
                }

                var wanted = resource.Version.Length == 0 ? resource.ToString() : $"{resource} in version {resource.Version}";
                Fail(resource, $"{wanted} is not served: the CustomResourceDefinition {resource} is missing.");
                if (!missing && resource.IsOptional)
                {
                    _logger.OptionalNotServed(wanted);
                }
                else if (!missing)
                {
                    _logger.NotServed(wanted, resource.ToString());
                }

                missing = true;
            }
            catch (KubernetesApiException exception)
            {
                retryAfter = exception.RetryAfter;
                Fail(resource, exception.Message);
                if (exception.StatusCode is not null)
                {
                    // A server that is away is everybody's, and told once for all.
                    outage.Failed(exception.Message);
                }
            }

            await backoff.WaitAsync(retryAfter, cancellationToken);
        }
    }

    private async Task FollowAsync<T>(
        WatchedResource resource, ServedResource served, ObjectReading<T> reading, IWatchSink<T> sink, CancellationToken cancellationToken)
        where T : class
    {
        _logger.Watching(served.Resource.ToString(), string.Join(", ", _scope.Watched.Select(@namespace => @namespace ?? "all namespaces")));
        await Together.RunAsync(
            [.. _scope.Watched.Select(@namespace => (Func<CancellationToken, Task>)Reflector(@namespace).RunAsync)],
            cancellationToken);

        Reflector<T> Reflector(string? @namespace)
        {
            var status = StatusOf(resource, @namespace);
            var query = new WatchQuery(new(served.Resource, @namespace), resource.LabelSelector, resource.FieldSelector);

            // A glob is watched over the whole cluster: what is out of scope is passed over there.
            var collection = new WatchedCollection<T>(
                _api, query, new OtherVersions(_api, _discovery, served), reading, unreadable => _events.Add(served, unreadable), status, _options, _time, _logger);
            return new(collection, sink, status, _options, _time, _logger);
        }
    }

    private void Fail(WatchedResource resource, string error)
    {
        foreach (var @namespace in _scope.Watched)
        {
            StatusOf(resource, @namespace).Failed(error);
        }
    }
}
