using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiBridge.Administration;
using ApiBridge.Administration.Apis;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Shows one ExposedAPI in full.</summary>
/// <param name="apis">The cluster.</param>
/// <param name="detailsOf">What is told of one.</param>
/// <param name="output">Where to.</param>
/// <param name="error">Where is told that it is not there.</param>
/// <param name="time">The clock.</param>
internal sealed class ShowApi(ClusterApis apis, Func<ExposedApi, ApiDetails> detailsOf, TextWriter output, TextWriter error, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Shows it.</summary>
    /// <param name="name">Its namespace/name.</param>
    /// <param name="json">Whether JSON is written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string name, bool json, CancellationToken cancellationToken)
    {
        try
        {
            if (await apis.FindApiAsync(name, cancellationToken) is not { } api)
            {
                await error.WriteLineAsync($"{name} is not there");
                return ExitCodes.Left;
            }

            var details = detailsOf(api);
            await (json ? output.WriteLineAsync(JsonSerializer.Serialize(details, Json)) : WriteAsync(details));
            return ExitCodes.Done;
        }
        catch (UnreadableApiException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCodes.Left;
        }
    }

    private async Task WriteAsync(ApiDetails api)
    {
        await output.WriteLineAsync($"{api.Namespace}/{api.Name}");
        foreach (var (label, text) in Facts(api).Where(fact => fact.Text.Length > 0))
        {
            await output.WriteLineAsync($"  {label,-15}{Excerpt.Of(text, Excerpt.SentenceBytes)}");
        }

        TextTable.Write(
            output,
            title: null,
            ["", "spec", "record", ""],
            api.Spec.All.Select((field, index) => (string[])
            [
                field.Name, field.Value, api.Recorded?.All[index].Value ?? ApiText.None, api.Differences.Contains(field.Name) ? "differs" : string.Empty,
            ]));
        if (api.Conditions.Count > 0)
        {
            TextTable.Write(
                output,
                title: null,
                ["condition", "status", "reason", "for", "message"],
                api.Conditions.Select(condition => (string[])
                [
                    condition.Type, $"{condition.Status}", condition.Reason,
                    condition.LastTransitionTime == default ? ApiText.None : Age.Of(time.GetUtcNow() - condition.LastTransitionTime), condition.Message,
                ]));
        }
    }

    private IEnumerable<(string Label, string Text)> Facts(ApiDetails api) =>
    [
        ("age", string.Create(CultureInfo.InvariantCulture, $"{Age.Of(time.GetUtcNow() - api.Created)}, generation {api.Generation}")),
        ("held", api.Held ? "yes" : "no: our finalizer is not on it"),
        ("deletion", api.BeingDeleted ? "it is being deleted" : string.Empty),
        ("paused", api.Paused ? $"by its annotation {ExposedApi.PausedAnnotation}" : string.Empty),
        ("out of scope", api.OutOfScopeBy.Length > 0 ? $"by its {api.OutOfScopeBy}" : string.Empty),
        ("adopted under", api.AdoptedBy),
        ("component", api.Component ?? string.Empty),
        ("gateway", api.Gateway.Length == 0 ? $"none on record; {api.GatewayBySettings} by these settings" : api.Gateway),
        ("entry", api.Recorded?.Entry ?? "none on record"),
        ("URL", api.Url.Length > 0 ? api.Url : "none"),
        ("developer UI", api.DeveloperUI),
        ("implementation", api.Ready switch { true => "ready", false => "not ready", null => "nobody has looked yet" }),
        ("proven", api.Proof),
        ("in doubt since", api.UnansweredAt is { } since ? Time(since) : string.Empty),
        .. api.Leftovers.Select(left => ("may still have", left)),
        ("yields to", api.YieldsTo ?? string.Empty),
        ("spec", api.SpecDecided ? string.Empty : "no worker has decided on it as it is now"),
        .. api.SpecProblems.Select(problem => ("spec", problem)),
        ("gateway writes", string.Create(CultureInfo.InvariantCulture, $"{api.GatewayWrites}")),
        ("repairs", api.Repairs == 0 ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"{api.Repairs}{(api.RepairedAt is { } last ? $", the last at {Time(last)}" : string.Empty)}")),
    ];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
