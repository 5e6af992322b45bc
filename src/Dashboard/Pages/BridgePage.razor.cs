using ApiBridge.Administration;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Dashboard.Programs;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Dashboard.Pages;

/// <summary>Who leads, how a replica's watches do, and what can't be read.</summary>
public partial class BridgePage
{
    private const int Most = 50;
    private static readonly GroupVersionResource Leases = new("coordination.k8s.io", "v1", "leases");
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private LeaseSink _lease = default!;
    private WatchState _leaseState = default!;
    private Task _running = Task.CompletedTask;
    private ProgramAnswer? _bridge;
    private IReadOnlyList<(string Label, string Value)> _decisions = [];
    private IReadOnlyList<ApiRow> _unreadable = [];

    private string Leader =>
        !_leaseState.IsComplete ? "The Lease is being asked for."
        : _lease.Holder is null ? $"There is no Lease {Sources.LeaseNamespace}/{Sources.LeaseName}: no bridge has led yet, or it leads without one."
        : _lease.Holder.Length == 0 ? "Nobody leads: the Lease was given up."
        : _lease.Renewed is { } renewed && Now - renewed > _lease.Duration + Period
            ? $"Nobody leads: {_lease.Holder} renewed its Lease {Age.Of(Now - renewed)} ago, by its clock."
            : $"{_lease.Holder} leads, by the Lease {Sources.LeaseNamespace}/{Sources.LeaseName}.";

    /// <inheritdoc/>
    protected override void Follow()
    {
        _lease = new(Notice);
        _leaseState = new("The Lease", Time);
        _leaseState.Changed += Notice;
        Store.Changed += Notice;
        var path = $"{new ResourcePath(Leases, Sources.LeaseNamespace)}?fieldSelector={Uri.EscapeDataString($"metadata.name={Sources.LeaseName}")}";
        _running = Task.WhenAll(new CollectionWatch(Reads, _ => Task.FromResult(path), _lease, _leaseState, Time).RunAsync(Gone), AskAsync());
    }

    /// <inheritdoc/>
    protected override void Unfollow()
    {
        Store.Changed -= Notice;
        _leaseState.Changed -= Notice;
    }

    /// <inheritdoc/>
    protected override Task RefreshAsync()
    {
        _unreadable = [.. Store.All.Where(row => row.State is ApiState.Unreadable)];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync() => await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // It is the bridge that is asked, and not the API server.
    private async Task AskAsync()
    {
        while (Options.Bridge is not null && !Gone.IsCancellationRequested)
        {
            _bridge = await Programs.BridgeAsync(Gone);
            _decisions = await Programs.DecisionsAsync(Gone);
            Notice();
            await Task.Delay(Period, Time, Gone);
        }
    }
}
