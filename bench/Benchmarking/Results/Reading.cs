namespace ApiBridge.Benchmarking.Results;

/// <summary>A row of the table.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Value">What was seen, with its unit.</param>
/// <param name="Bound">What is asked for; empty where the row is told for the others' sake.</param>
/// <param name="Holds">Whether the bound holds; null without one.</param>
internal sealed record Reading(string Figure, string Value, string Bound = "", bool? Holds = null);
