using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Configuration;

/// <summary>The variables of the operator that this product replaces, so that its deployments keep working. Today's settings win over them.</summary>
internal sealed class LegacyVariables
{
    /// <summary>The setting of the least log level.</summary>
    public const string LogLevelSetting = "Logging:LogLevel:Default";

    private const string Logging = "LOGGING";

    /// <summary>Reads them.</summary>
    /// <param name="configuration">Where environment variables can be read by their names.</param>
    public LegacyVariables(IConfiguration configuration)
    {
        var found = new List<(string Variable, string Setting, string Value)>();
        Take("APIG_ENDPOINT", $"{GatewayOptions.Section}:{nameof(GatewayOptions.Endpoint)}");
        Take("APIG_INGRESS", $"{GatewayOptions.Section}:{nameof(GatewayOptions.IngressName)}");
        Take("COMPONENT_NAMESPACE", $"{ScopeOptions.Section}:{nameof(ScopeOptions.Namespaces)}");
        if (Trimmed(Logging) is { } logging)
        {
            Level = PythonLogLevel.Read(logging);
            NotUnderstood = Level is null ? [(Logging, logging, PythonLogLevel.Understood)] : [];
            found.AddRange(Level is { } level ? [(Logging, LogLevelSetting, $"{level}")] : []);
        }

        Found = found;

        void Take(string variable, string setting)
        {
            if (Trimmed(variable) is { } value)
            {
                found.Add((variable, setting, value));
            }
        }

        string? Trimmed(string variable) => configuration[variable]?.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Each variable that is set, with the setting and the value it is read as.</summary>
    public IReadOnlyList<(string Variable, string Setting, string Value)> Found { get; }

    /// <summary>The least log level that <c>LOGGING</c> asks for; null when it asks for none.</summary>
    public LogLevel? Level { get; }

    /// <summary>Each variable whose value is none that it may have.</summary>
    public IReadOnlyList<(string Variable, string Value, string Understood)> NotUnderstood { get; } = [];
}
