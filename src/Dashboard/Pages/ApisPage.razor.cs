using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ApiBridge.Dashboard.Pages;

/// <summary>All APIs, in a grid of which only what is seen is drawn.</summary>
public partial class ApisPage
{
    private const int RowHeight = 72;
    private const int MostBadges = 8;
    private static readonly GridSort<ApiRow> ByKey = GridSort<ApiRow>.ByAscending(row => row.Key);
    private static readonly GridSort<ApiRow> ByState = GridSort<ApiRow>.ByAscending(row => row.State);
    private static readonly GridSort<ApiRow> ByPath = GridSort<ApiRow>.ByAscending(row => row.Path);
    private static readonly GridSort<ApiRow> ByGateway = GridSort<ApiRow>.ByAscending(row => row.Gateway);
    private static readonly GridSort<ApiRow> ByComponent = GridSort<ApiRow>.ByAscending(row => row.Component);

    private FluentDataGrid<ApiRow>? _grid;
    private ApiFilter _filter = new();
    private ApiOrder _order = new(nameof(ApiRow.Key), IsDescending: false);
    private IReadOnlyList<ApiRow> _ofAnyState = [];
    private IReadOnlyList<ApiRow> _shown = [];
    private Dictionary<ApiState, int> _counts = [];
    private IReadOnlyList<(string Value, string Text)> _namespaces = [];
    private IReadOnlyList<(string Value, string Text)> _components = [];
    private IReadOnlyList<(string Value, string Text)> _conditions = [];
    private IReadOnlyList<(string Value, string Text)> _reasons = [];
    private int _all;
    private long _version = -1;

    /// <summary>The state that a link asks for.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>The text that a link asks for.</summary>
    [SupplyParameterFromQuery(Name = "text")]
    public string? Text { get; set; }

    [Inject]
    private ApiStore Store { get; set; } = default!;

    [Inject]
    private ClusterStates States { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _filter = new(Text ?? string.Empty, State: Enum.TryParse<ApiState>(State, out var state) && Enum.IsDefined(state) ? state : null);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override void Follow()
    {
        Store.Changed += Notice;
        States.Changed += Notice;
    }

    /// <inheritdoc/>
    protected override void Unfollow()
    {
        Store.Changed -= Notice;
        States.Changed -= Notice;
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        if (_version != Store.Version)
        {
            _version = Store.Version;
            var rows = Store.All;
            _all = rows.Count;
            _namespaces = Options(rows.Select(row => row.Namespace), _filter.Namespace);
            _components = Options(rows.Select(row => row.Component), _filter.Component);
            _conditions = Options(rows.SelectMany(row => row.Conditions).Select(condition => $"{condition.Type}={condition.Status}"), _filter.Condition);
            _reasons = Options(rows.SelectMany(row => row.Conditions).Select(condition => condition.Reason), _filter.Reason);
            await ApplyAsync();
        }
    }

    private static string Pressed(bool isPressed) => isPressed ? "true" : "false";

    private static string Href(ApiRow row) => $"/apis/{Uri.EscapeDataString(row.Namespace)}/{Uri.EscapeDataString(row.Name)}";

    // What is chosen stays among them though no API is so any more, or the browser would show another choice than the one that filters.
    private static IReadOnlyList<(string Value, string Text)> Options(IEnumerable<string> values, string chosen) =>
        [.. values.Append(chosen).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(value => (value, Excerpt.Of(value).Replace("=", " is ", StringComparison.Ordinal)))];

    private async Task SetAsync(ApiFilter filter)
    {
        _filter = filter;
        await ApplyAsync();
    }

    private async Task ApplyAsync()
    {
        _ofAnyState = _filter.OfAnyState(Store.All);
        _counts = _ofAnyState.CountBy(row => row.State).ToDictionary();
        _shown = _order.Sort(_filter.OfState(_ofAnyState));
        if (_grid is not null)
        {
            await _grid.RefreshDataAsync(force: true);
        }
    }

    private ValueTask<GridItemsProviderResult<ApiRow>> ProvideAsync(GridItemsProviderRequest<ApiRow> request)
    {
        var order = request.GetSortByProperties() is { Count: > 0 } sorted && sorted.First() is var first
            ? new ApiOrder(first.PropertyName, first.Direction is DataGridSortDirection.Descending)
            : new ApiOrder(nameof(ApiRow.Key), IsDescending: false);
        if (order != _order)
        {
            _order = order;
            _shown = order.Sort(_filter.OfState(_ofAnyState));
        }

        var items = _shown.Skip(request.StartIndex).Take(request.Count ?? int.MaxValue).ToList();
        return ValueTask.FromResult(GridItemsProviderResult.From<ApiRow>(items, _shown.Count));
    }
}
