using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Observing;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Tells what the app would do for each API.</summary>
/// <param name="parts">The worker's parts.</param>
/// <param name="output">Where it is told.</param>
internal sealed class PlanApis(IServiceProvider parts, TextWriter output)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Plans, and tells it.</summary>
    /// <param name="namespaces">Where; none for all that are in scope.</param>
    /// <param name="json">Whether it is told in JSON.</param>
    /// <param name="tellsSurprises">Whether the exit code tells of surprises.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InvalidDataException">A namespace is not in scope.</exception>
    public async Task<int> RunAsync(IReadOnlyList<string> namespaces, bool json, bool tellsSurprises, CancellationToken cancellationToken)
    {
        if (namespaces.FirstOrDefault(ns => !parts.GetRequiredService<NamespaceScope>().Includes(ns)) is { } outside)
        {
            throw new InvalidDataException($"--namespace is '{Excerpt.Of(outside)}': give a namespace that {ScopeOptions.Section}:Namespaces has, or leave it out for all");
        }

        var plan = await parts.GetRequiredService<ClusterPlanner>().PlanAsync(namespaces, cancellationToken);
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(plan, Format));
        }
        else
        {
            PlanTable.Write(plan, output);
        }

        return tellsSurprises && plan.Surprises > 0 ? ExitCodes.Left : ExitCodes.Done;
    }
}
