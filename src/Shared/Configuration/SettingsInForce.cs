using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Configuration;

/// <summary>Makes of what a program was given the settings that count.</summary>
internal static class SettingsInForce
{
    // Empty, it means that there is none, which is not its default.
    private const string MayBeEmpty = $"ApiBridge:Gateway:{nameof(GatewayOptions.FormerEntryNames)}";

    /// <summary>The settings as they are now: an empty one counts as not set, and the former operator's variables stand below all others.</summary>
    public static IConfigurationRoot Of(IConfiguration given, LegacyVariables legacy) => new ConfigurationBuilder()
        .AddInMemoryCollection(legacy.Found.Select(found => KeyValuePair.Create(found.Setting, (string?)found.Value)))
        .AddInMemoryCollection(given.AsEnumerable().Where(setting => setting.Value is { Length: > 0 }
            || (setting.Value is not null && setting.Key.StartsWith(MayBeEmpty, StringComparison.OrdinalIgnoreCase))))
        .Build();
}
