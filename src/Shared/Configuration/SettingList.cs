using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Configuration;

/// <summary>Reads a list from a setting: items with commas between them, or an indexed setting for each, <c>Setting:0</c> and so on.</summary>
public static class SettingList
{
    /// <summary>The items of a list with commas between them, without blanks around them; empty ones are left out.</summary>
    /// <param name="list">The list.</param>
    public static string[] Items(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The items with commas between them; empty where the setting is there and empty, null where it is not there.</summary>
    internal static string? Read(IConfigurationSection section, string setting)
    {
        var list = section.GetSection(setting);
        return list.Value ?? (list.GetChildren().Select(item => item.Value).OfType<string>().ToList() is { Count: > 0 } items ? string.Join(',', items) : null);
    }
}
