using System.Text.Json;

namespace ApiBridge.Dashboard.Programs;

/// <summary>What a program answered.</summary>
/// <param name="Report">The report; undefined where there is none.</param>
/// <param name="Problem">Why there is none; null where there is one, or nobody was to be asked.</param>
public sealed record ProgramAnswer(JsonElement Report, string? Problem)
{
    /// <summary>Whether there is a report.</summary>
    public bool IsThere => Report.ValueKind is JsonValueKind.Object;
}
