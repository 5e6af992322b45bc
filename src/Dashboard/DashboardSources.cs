using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Dashboard;

/// <summary>What the dashboard looks at, with the rights of whoever runs it.</summary>
public sealed record DashboardSources : IDisposable
{
    /// <summary>The way to the API server.</summary>
    public required ClusterConnection Connection { get; init; }

    /// <summary>Which resource carries the APIs.</summary>
    public required ResourceOptions Resource { get; init; }

    /// <summary>What is looked after.</summary>
    public required ScopeOptions Scope { get; init; }

    /// <summary>Which entry of its gateway is an API's own.</summary>
    public required GatewayEntries Entries { get; init; }

    /// <summary>The gateway's own paths.</summary>
    public required IReadOnlyList<string> ReservedPaths { get; init; }

    /// <summary>The cluster's name; empty where it has none.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Whether workers of these settings only observe, so that they are asked for nothing.</summary>
    public required bool Observes { get; init; }

    /// <summary>The storage account; null where the settings name none.</summary>
    public required StorageOptions? Storage { get; init; }

    /// <summary>The queues.</summary>
    public required QueueNames Queues { get; init; }

    /// <summary>What is said of the queues where there is no storage account.</summary>
    public string StorageProblem { get; init; } = string.Empty;

    /// <summary>The namespace of the bridge's Lease.</summary>
    public required string LeaseNamespace { get; init; }

    /// <summary>The name of the bridge's Lease.</summary>
    public required string LeaseName { get; init; }

    /// <summary>Reads it from the settings of bridge and worker. Without a storage account it goes without the queues, and tells why.</summary>
    /// <param name="given">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <returns>That; nothing was asked of the cluster yet.</returns>
    /// <exception cref="OptionsValidationException">A setting can't be used.</exception>
    public static DashboardSources Read(IConfiguration given, TimeProvider time)
    {
        var services = new ServiceCollection().AddLogging();
        var settings = services.AddSharedOptions(given);
        using var options = services.BuildServiceProvider();
        var (storage, problem) = ReadStorage(options);
        var connection = ClusterConnection.Open(Of<KubernetesOptions>(options), time);
        return new()
        {
            Connection = connection,
            Resource = Of<ResourceOptions>(options),
            Scope = Of<ScopeOptions>(options),
            Entries = options.GetRequiredService<GatewayEntries>(),
            ReservedPaths = Of<GatewayOptions>(options).ReservedPathList,
            ClusterName = Of<KubernetesOptions>(options).ClusterName,
            Observes = Of<ModeOptions>(options).Observes,
            Storage = storage,
            Queues = Of<QueueNames>(options),
            StorageProblem = problem,
            LeaseNamespace = settings["ApiBridge:Leadership:Namespace"] is { Length: > 0 } ns ? ns : connection.Namespace ?? "default",
            LeaseName = settings["ApiBridge:Leadership:LeaseName"] is { Length: > 0 } name ? name : "apibridge-eventbridge",
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private static T Of<T>(IServiceProvider options)
        where T : class => options.GetRequiredService<IOptions<T>>().Value;

    private static (StorageOptions? Storage, string Problem) ReadStorage(IServiceProvider options)
    {
        try
        {
            return (Of<StorageOptions>(options), string.Empty);
        }
        catch (OptionsValidationException exception)
        {
            return (null, string.Join("; ", exception.Failures.Select(ProblemLine.Of)));
        }
    }
}
