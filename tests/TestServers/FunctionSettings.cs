namespace ApiBridge.TestServers;

/// <summary>The settings that a function's triggers and bindings refer to.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Names">The settings that it names between percent signs.</param>
/// <param name="Connections">Its connections: each is a setting with a connection string, or settings of that name with an account for an identity.</param>
public sealed record FunctionSettings(string Function, IReadOnlySet<string> Names, IReadOnlySet<string> Connections)
{
    private static readonly string[] Accounts = ["__accountName", "__queueServiceUri", "__serviceUri"];

    /// <summary>Looks for them among an app's settings, by the names of environment variables.</summary>
    /// <param name="values">The app's settings.</param>
    /// <returns>A sentence for each that has no value there.</returns>
    public IEnumerable<string> MissingFrom(IReadOnlyDictionary<string, string> values) =>
    [
        .. Names.Where(name => !HasValue(values, name)).Select(name => $"{Function} needs {name}."),
        .. Connections.Where(name => !HasValue(values, name) && !Accounts.Any(account => HasValue(values, name + account))).Select(name => $"{Function} needs the connection {name}."),
    ];

    private static bool HasValue(IReadOnlyDictionary<string, string> values, string name) => values.GetValueOrDefault(name) is { Length: > 0 };
}
