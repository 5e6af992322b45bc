namespace ApiBridge.Shared.Http;

/// <summary>Keeps what a machine says to itself from going through a proxy.</summary>
public static class LoopbackTraffic
{
    private const string Variable = "NO_PROXY";
    private static readonly string[] Names = ["localhost", "127.0.0.1", "::1", "[::1]"];

    /// <summary>
    /// Names loopback in NO_PROXY, for this process and those that it starts. To be called before anything else: .NET and the Azure SDK
    /// read it once, and know no exception for loopback.
    /// </summary>
    public static void KeepFromProxies()
    {
        var lower = Variable.ToLowerInvariant();
        string[] set = [.. new[] { Variable, lower }.Where(name => Environment.GetEnvironmentVariable(name) is not null)];
        foreach (var name in set.DefaultIfEmpty(Variable))
        {
            Environment.SetEnvironmentVariable(name, With(Environment.GetEnvironmentVariable(name) ?? string.Empty));
        }
    }

    /// <summary>A list with loopback in it.</summary>
    /// <param name="list">What NO_PROXY holds.</param>
    /// <returns>The same, and loopback, once.</returns>
    public static string With(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var items = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(',', items.Union(Names, StringComparer.OrdinalIgnoreCase));
    }
}
