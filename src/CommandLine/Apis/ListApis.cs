using System.Text.Json;
using ApiBridge.Administration;
using ApiBridge.Administration.Apis;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Shows the ExposedAPIs that this product holds: all, or those that are out of scope and still hold our finalizer.</summary>
internal sealed class ListApis(HeldApis held, TextWriter output, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Lists them.</summary>
    /// <param name="namespaces">Where; none for the whole cluster.</param>
    /// <param name="gateway">The gateway that they are on; null for any.</param>
    /// <param name="isOutOfScope">Whether only those are meant that are out of scope.</param>
    /// <param name="json">Whether JSON is written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> namespaces, GatewayName? gateway, bool isOutOfScope, bool json, CancellationToken cancellationToken)
    {
        var (all, isWhole) = await held.FindAsync(namespaces, api => !isOutOfScope || held.IsLeft(api), cancellationToken);
        var (found, isThere) = await held.OfGatewayAsync(all, gateway);
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(found.Select(Shown), Json));
        }
        else if (found.Count == 0)
        {
            await output.WriteLineAsync(isOutOfScope ? "no API out of scope is held" : "no API is held");
        }
        else if (isOutOfScope)
        {
            TextTable.Write(
                output,
                title: null,
                ["API", "path", "entry", "gateway", "age", "out of scope by", "adopted under"],
                found.Select(api => (string[])
                [
                    $"{api.Key}", ApiText.Path(api), ApiText.Entry(api), api.Status.Gateway, Age.Of(time.GetUtcNow() - api.Created), held.Why(api), api.AdoptedBy,
                ]));
        }
        else
        {
            TextTable.Write(
                output,
                title: null,
                ["API", "path", "registered", "ready", "reachable", "url"],
                found.Select(api => (string[])
                [
                    $"{api.Key}", api.Spec.Path, Registered(api), api.Status.Ready is true ? "yes" : "no", Reachable(api) ?? ApiText.None, api.Status.Url,
                ]));
        }

        return isWhole && isThere ? ExitCodes.Done : ExitCodes.Left;
    }

    private object Shown(ExposedApi api) => new
    {
        api.Key.Namespace,
        api.Key.Name,
        api.Key.Uid,
        Path = ApiText.Path(api),
        Entry = ApiText.Entry(api),
        api.Status.Gateway,
        api.Created,
        OutOfScopeBy = held.Why(api),
        api.AdoptedBy,
        Registered = Registered(api),
        Ready = api.Status.Ready is true,
        Reachable = api.Status.Condition(ConditionTypes.Reachable)?.Status.ToString(),
        ReachableReason = api.Status.Condition(ConditionTypes.Reachable)?.Reason,
        api.Status.Url,
    };

    private static string Registered(ExposedApi api) => ApiText.Condition(api, ConditionTypes.Registered) ?? "Unknown";

    private static string? Reachable(ExposedApi api) => ApiText.Condition(api, ConditionTypes.Reachable);
}
