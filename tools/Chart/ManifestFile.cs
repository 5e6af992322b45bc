namespace ApiBridge.Chart;

/// <summary>A manifest that becomes a template.</summary>
/// <param name="File">Its path below <c>keda/</c>.</param>
/// <param name="Condition">When it is rendered, an expression; null for always.</param>
/// <param name="Each">The list for whose items it is rendered, an expression; null where it is rendered once.</param>
internal sealed record ManifestFile(string File, string? Condition, string? Each);
