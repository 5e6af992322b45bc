using ApiBridge.Administration.Apis;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.AspNetCore.Components;

namespace ApiBridge.Dashboard.Pages;

/// <summary>One API in full. It is read again when the watch says that it changed, and its Events are watched while it is looked at.</summary>
public partial class ApiPage
{
    private static readonly GroupVersionResource Events = new(string.Empty, "v1", "events");

    private ApiRow? _row;
    private ExposedApi? _api;
    private ApiDetails? _details;
    private IReadOnlyList<string> _waits = [];
    private string _yaml = string.Empty;
    private string? _problem;
    private string _said = string.Empty;
    private bool _asks;
    private EventSink _events = default!;
    private WatchState _eventState = default!;
    private Task _watching = Task.CompletedTask;
    private string _watchedUid = string.Empty;

    /// <summary>The API's namespace.</summary>
    [Parameter]
    public string Namespace { get; set; } = string.Empty;

    /// <summary>The API's name.</summary>
    [Parameter]
    public string Name { get; set; } = string.Empty;

    [Inject]
    private ApiStore Store { get; set; } = default!;

    [Inject]
    private ClusterStates States { get; set; } = default!;

    [Inject]
    private ClusterApis Apis { get; set; } = default!;

    [Inject]
    private ClusterReads Reads { get; set; } = default!;

    [Inject]
    private ApiActions Actions { get; set; } = default!;

    [Inject]
    private DashboardSources Sources { get; set; } = default!;

    [Inject]
    private DashboardOptions Options { get; set; } = default!;

    [Inject]
    private ObjectScope Scope { get; set; } = default!;

    private string Key => $"{Namespace}/{Name}";

    /// <inheritdoc/>
    protected override void Follow()
    {
        _events = new(Notice);
        _eventState = new("The Events", Time);
        _eventState.Changed += Notice;
        Store.Changed += Notice;
    }

    /// <inheritdoc/>
    protected override void Unfollow()
    {
        Store.Changed -= Notice;
        _eventState.Changed -= Notice;
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        var (row, api) = (Store.Find(Namespace, Name), _api);
        _row = row;
        if (row is null && _api is not null)
        {
            _problem = "It is not there any more. What is shown is of before.";
            return;
        }

        if (row?.State is ApiState.Unreadable || (api is not null && api.ResourceVersion == row?.Version && _problem is null))
        {
            return;
        }

        try
        {
            _api = KubernetesName.IsNamespace(Namespace) && KubernetesName.IsValid(Name) ? await Apis.FindApiAsync(Key, Gone) : null;
            _problem = _api is null ? "It is not there." : null;
            Show();
        }
        catch (Exception exception) when (!Gone.IsCancellationRequested && ClusterReads.Describe(exception) is { } problem)
        {
            _problem = Excerpt.Of(problem, Excerpt.SentenceBytes);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync() => await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Show()
    {
        if (_api is not { } api)
        {
            return;
        }

        _details = ApiDetails.Of(api, Sources.Entries, Sources.ReservedPaths, Scope.OutOfScopeBy(api));
        _waits = WaitsFor.Of(api, _details);
        _yaml = YamlView.Of(api.Json);
        if (_watchedUid != api.Key.Uid && api.Key.Uid.Length > 0)
        {
            _watchedUid = api.Key.Uid;
            var path = $"{new ResourcePath(Events, Namespace)}?fieldSelector={Uri.EscapeDataString($"involvedObject.uid={api.Key.Uid}")}";
            _watching = new CollectionWatch(Reads, _ => Task.FromResult(path), _events, _eventState, Time).RunAsync(Gone);
        }
    }

    private async Task ReregisterAsync()
    {
        _asks = false;
        _said = "Asking…";
        _said = Excerpt.Of(await Actions.ReregisterAsync(Key, Gone), Excerpt.SentenceBytes);
    }
}
