using System.Globalization;

namespace ApiBridge.LocalStack.Progress;

/// <summary>For where no terminal is: a line whenever an API has come further.</summary>
internal sealed class LineView(TextWriter output) : IProgressView
{
    public async Task ShowAsync(IAsyncEnumerable<ProgressSnapshot> snapshots)
    {
        var shown = new Dictionary<(string, string), ApiProgress>();
        string? outage = null;
        await foreach (var (apis, reason) in snapshots)
        {
            if (reason is null != outage is null)
            {
                await output.WriteLineAsync(reason is null ? "The cluster answers again." : $"The cluster does not answer: {reason}");
                outage = reason;
            }

            foreach (var api in apis.Where(api => shown.GetValueOrDefault((api.Namespace, api.Name)) != api))
            {
                shown[(api.Namespace, api.Name)] = api;
                await output.WriteLineAsync(Line(api));
            }

            foreach (var gone in shown.Keys.Except(apis.Select(api => (api.Namespace, api.Name))).ToList())
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
        $"reachable={api.Reachability}",
        $"component={api.Component ?? "-"}",
        string.Create(CultureInfo.InvariantCulture, $"message={(api.MessageAge is { } age ? $"{age.TotalMilliseconds:0} ms" : "-")}"),
        api.Problem ?? string.Empty).TrimEnd();
}
