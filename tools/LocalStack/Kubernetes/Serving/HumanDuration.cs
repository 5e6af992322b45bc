using System.Globalization;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Durations as kubectl shows them: two units at most, the coarser the longer.</summary>
internal static class HumanDuration
{
    public static string Format(TimeSpan age) => age switch
    {
        { TotalSeconds: < -1 } => "<invalid>",
        { TotalSeconds: < 0 } => "0s",
        { TotalMinutes: < 2 } => Text($"{(int)age.TotalSeconds}s"),
        { TotalMinutes: < 10 } => Two((int)age.TotalMinutes, "m", age.Seconds, "s"),
        { TotalHours: < 3 } => Text($"{(int)age.TotalMinutes}m"),
        { TotalHours: < 8 } => Two((int)age.TotalHours, "h", age.Minutes, "m"),
        { TotalDays: < 2 } => Text($"{(int)age.TotalHours}h"),
        { TotalDays: < 8 } => Two((int)age.TotalDays, "d", age.Hours, "h"),
        { TotalDays: < 730 } => Text($"{(int)age.TotalDays}d"),
        { TotalDays: < 2920 } => Two((int)(age.TotalDays / 365), "y", (int)age.TotalDays % 365, "d"),
        _ => Text($"{(int)(age.TotalDays / 365)}y"),
    };

    private static string Two(int coarse, string coarseUnit, int fine, string fineUnit) =>
        fine == 0 ? Text($"{coarse}{coarseUnit}") : Text($"{coarse}{coarseUnit}{fine}{fineUnit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
