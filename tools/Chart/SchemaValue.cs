namespace ApiBridge.Chart;

/// <summary>A value of the chart.</summary>
/// <param name="Path">Names with dots between.</param>
/// <param name="Description">What it means.</param>
/// <param name="Default">Its default in JSON; null where a manifest gives it, or where it has values below it.</param>
/// <param name="HasNames">Whether the names of what may be below it are known.</param>
internal sealed record SchemaValue(string Path, string Description, string? Default, bool HasNames)
{
    /// <summary>Its last name.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];
}
