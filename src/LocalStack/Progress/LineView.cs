using System.Globalization;

namespace ApiBridge.LocalStack.Progress;

/// <summary>For where no terminal is: a line whenever an API has come further.</summary>
internal sealed class LineView(TextWriter output) : IProgressView
{
    public async Task ShowAsync(IAsyncEnumerable<IReadOnlyList<ApiProgress>> snapshots)
    {
        var shown = new Dictionary<(string, string), ApiProgress>();
        await foreach (var snapshot in snapshots)
        {
            foreach (var api in snapshot.Where(api => shown.GetValueOrDefault((api.Namespace, api.Name)) != api))
            {
                shown[(api.Namespace, api.Name)] = api;
                await output.WriteLineAsync(Line(api));
            }

            foreach (var gone in shown.Keys.Except(snapshot.Select(api => (api.Namespace, api.Name))).ToList())
            {
                shown.Remove(gone);
                await output.WriteLineAsync($"{gone.Item1}/{gone.Item2}  gone");
            }
        }
    }

    private static string Line(ApiProgress api) => string.Join(
        "  ",
        $"{api.Namespace}/{api.Name}",
        $"gateway={api.GatewayPath ?? "-"}",
        $"url={(api.Url.Length > 0 ? api.Url : "-")}",
        $"ready={(api.Ready ? "true" : "false")}",
        $"component={api.Component ?? "-"}",
        string.Create(CultureInfo.InvariantCulture, $"message={(api.MessageAge is { } age ? $"{age.TotalMilliseconds:0} ms" : "-")}"),
        api.Problem ?? string.Empty).TrimEnd();
}
