using ApiBridge.Domain;
using ApiBridge.Domain.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>
/// The variables of the operator that this product replaces, so that its deployments keep working: <c>APIG_INGRESS</c>,
/// <c>COMPONENT_NAMESPACE</c> and <c>LOGGING</c>. They stand below every other source: a setting of our own wins.
/// </summary>
internal sealed class LegacyEnvironment : ConfigurationProvider, IConfigurationSource
{
    private const string LogLevels = "DEBUG, INFO, WARNING, ERROR, CRITICAL or a number";

    private const string Logging = "LOGGING";
    private readonly Func<string, string?> _variable;

    public LegacyEnvironment(Func<string, string?> variable) => _variable = variable;

    /// <summary>Each variable that is set, with the setting and value it was read as.</summary>
    public IReadOnlyList<(string Variable, string Setting, string Value)> Read()
    {
        List<(string Variable, string Setting, string Value)> found = [];
        Take("APIG_INGRESS", $"{GatewayOptions.Section}:{nameof(GatewayOptions.IngressName)}", value => value);
        Take("COMPONENT_NAMESPACE", $"{ScopeOptions.Section}:{nameof(ScopeOptions.Namespaces)}", value => value);
        Take(Logging, "Logging:LogLevel:Default", PythonLogLevel.ToDotNet);
        return found;

        void Take(string variable, string setting, Func<string, string?> read)
        {
            if (Trimmed(variable) is { } text && read(text) is { } value)
            {
                found.Add((variable, setting, value));
            }
        }
    }

    /// <summary>Each variable whose value is none that it may have.</summary>
    public IReadOnlyList<(string Variable, string Value, string Understood)> NotUnderstood() =>
        Trimmed(Logging) is { } level && PythonLogLevel.ToDotNet(level) is null ? [(Logging, level, LogLevels)] : [];

    public override void Load() =>
        Data = Read().ToDictionary(item => item.Setting, item => (string?)item.Value, StringComparer.OrdinalIgnoreCase);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    private string? Trimmed(string variable) => _variable(variable)?.Trim() is { Length: > 0 } text ? text : null;
}
