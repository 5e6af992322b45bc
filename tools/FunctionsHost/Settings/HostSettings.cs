using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.FunctionsHost.Settings;

/// <summary>
/// The settings of host and app as the Functions host composes them: host.json below the environment, where
/// <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> stands for host.json's <c>extensions.queues.batchSize</c>.
/// </summary>
internal static class HostSettings
{
    /// <summary>Where host.json's values are found, and where the WebJobs SDK looks for its extensions'.</summary>
    public const string Section = "AzureFunctionsJobHost";

    private const string SectionSetting = "AzureWebJobsConfigurationSection";
    private const string Queues = $"{Section}:extensions:queues";

    /// <summary>Reads them.</summary>
    /// <param name="hostJson">The app's host.json.</param>
    /// <exception cref="HostJsonException">
    /// host.json is missing, no JSON, or it or the environment says something about queues that would be ignored or refused.
    /// </exception>
    public static IConfigurationRoot Read(string hostJson)
    {
        // The SDK ignores an unknown name and takes whatever it can make of a value.
        HostJson.Read(hostJson);
        var file = ReadFile(hostJson);
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(file.AsEnumerable().Where(value => value.Value is not null).Select(value => KeyValuePair.Create($"{Section}:{value.Key}", value.Value)))
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new(SectionSetting, Section)])
            .Build();
        LogLevels.Check(settings.GetSection($"{Section}:logging"));
        HostJson.Check($"The environment ({Queues.Replace(":", "__", StringComparison.Ordinal)}__…)", JsonSerializer.SerializeToElement(AsInFile(settings.GetSection(Queues))));
        return settings;
    }

    // Names that differ in their case alone are the same to it.
    private static IConfigurationRoot ReadFile(string hostJson)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(hostJson), optional: false).Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new HostJsonException($"{hostJson}: can't be used ({exception.GetBaseException().Message}); mend it.", exception);
        }
    }

    private static JsonObject AsInFile(IConfigurationSection queues) => new(
        from setting in queues.GetChildren()
        where setting.Value is not null
        let field = HostJson.Fields.FirstOrDefault(known => string.Equals(known, setting.Key, StringComparison.OrdinalIgnoreCase)) ?? setting.Key
        let value = int.TryParse(setting.Value, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(setting.Value)
        select KeyValuePair.Create(field, (JsonNode?)value));
}
