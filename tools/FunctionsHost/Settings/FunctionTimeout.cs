using System.Globalization;

namespace ApiBridge.FunctionsHost.Settings;

/// <summary>How long a function may run: host.json's <c>functionTimeout</c>. Default 30 min, as on a Functions host in a plan of its own.</summary>
internal static class FunctionTimeout
{
    private const string Setting = $"{HostSettings.Section}:functionTimeout";
    private const string None = "-1";
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Reads it.</summary>
    /// <returns>The time; zero when functions may run for as long as they like.</returns>
    /// <exception cref="FunctionsHostException">It is no such time.</exception>
    public static TimeSpan Of(IConfiguration settings) => settings[Setting] switch
    {
        null or "" => Default,
        None => TimeSpan.Zero,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= Shortest && time <= Longest => time,
        var text => throw new FunctionsHostException(
            $"{Setting.Replace(":", "__", StringComparison.Ordinal)} (host.json's functionTimeout) is '{text}': use a time hh:mm:ss from {Shortest} to {Longest}, or {None} for none."),
    };
}
