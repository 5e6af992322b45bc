using ApiBridge.Administration.Apis;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Scope;
using Microsoft.AspNetCore.Components;

namespace ApiBridge.Dashboard.Pages;

/// <summary>One API in full. It is read again when the watch says that it changed, and its Events are watched while it is looked at.</summary>
public partial class ApiPage
{
    private static readonly GroupVersionResource Events = new(string.Empty, "v1", "events");

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private ApiRow? _row;

    // The version of the row that the last read answered, empty where there was no row; null before the first.
    private string? _answered;
    private int _failures;
    private DateTimeOffset _again;
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
        _row = Store.Find(Namespace, Name);
        var version = _row?.Version ?? string.Empty;
        if (_row?.State is ApiState.Unreadable || version == _answered || Time.GetUtcNow() < _again)
        {
            return;
        }

        if (_problem is null && _api?.ResourceVersion == version)
        {
            // It was read before the watch told of it.
            _answered = version;
            return;
        }

        try
        {
            // A row that is missing says little: it may not be listed yet, or its namespace not be watched.
            var api = KubernetesName.IsNamespace(Namespace) && KubernetesName.IsValid(Name) ? await Apis.FindApiAsync(Key, Gone) : null;
            (_answered, _failures, _again) = (version, 0, default);
            _problem = api is not null ? null : _api is null ? "It is not there." : "It is not there any more. What is shown is of before.";
            _api = api ?? _api;
            Show();
        }
        catch (Exception exception) when (!Gone.IsCancellationRequested && ClusterReads.Describe(exception) is { } problem)
        {
            _again = Time.GetUtcNow() + Backoff.After(++_failures, FirstWait, LongestWait);
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

            // One that is created anew under the name has Events of its own.
            _events = new(Notice);
            _watching = Task.WhenAll(_watching, new CollectionWatch(Reads, _ => Task.FromResult(path), _events, _eventState, Time).RunAsync(Gone));
        }
    }

    private async Task ReregisterAsync()
    {
        _asks = false;
        _said = "Asking…";
        _said = Excerpt.Of(await Actions.ReregisterAsync(Key, Gone), Excerpt.SentenceBytes);
    }
}
