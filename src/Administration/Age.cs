namespace ApiBridge.Administration;

/// <summary>Ages, for a person.</summary>
public static class Age
{
    /// <summary>An age in its two largest units.</summary>
    public static string Of(TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => $"{age.Days} d {age.Hours} h",
        { TotalHours: >= 1 } => $"{age.Hours} h {age.Minutes} min",
        { TotalMinutes: >= 1 } => $"{age.Minutes} min",
        _ => $"{Math.Max(0, age.Seconds)} s",
    };
}
