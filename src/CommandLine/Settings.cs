using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ApiBridge.CommandLine;

/// <summary>The settings of the Functions app that say where its queues are.</summary>
/// <param name="Storage">The storage account.</param>
/// <param name="Queues">The queues' names.</param>
internal sealed record Settings(StorageOptions Storage, QueueNames Queues)
{
    /// <summary>The file that the Functions app's own tools read.</summary>
    public const string DefaultFile = "local.settings.json";

    /// <summary>Reads the file's <c>Values</c>, above them the environment, and above that what the command line gave.</summary>
    /// <param name="file">The file; null takes <see cref="DefaultFile"/> of the working folder, if it is there.</param>
    /// <param name="given">Settings from the command line; null where it gave none.</param>
    /// <exception cref="OptionsValidationException">A setting can't be used.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static Settings Read(string? file, IEnumerable<KeyValuePair<string, string?>> given)
    {
        var settings = Configure(file, given);
        var (storage, queues) = (new StorageOptions(), new QueueNames());
        storage.Read(settings);
        queues.Read(settings);
        var problems = storage.Problems().Concat(queues.Problems()).ToList();
        return problems.Count == 0
            ? new(storage, queues)
            : throw new OptionsValidationException(nameof(Settings), typeof(Settings), problems);
    }

    /// <summary>All settings: the file's <c>Values</c>, above them the environment, and above that what the command line gave.</summary>
    /// <param name="file">The file; null takes <see cref="DefaultFile"/> of the working folder, if it is there.</param>
    /// <param name="given">Settings from the command line; null where it gave none.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static IConfiguration Configure(string? file, IEnumerable<KeyValuePair<string, string?>> given)
    {
        var values = file is not null || File.Exists(DefaultFile) ? SettingsFile.Read(file ?? DefaultFile) : new Dictionary<string, string?>(StringComparer.Ordinal);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(values)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(given.Where(setting => setting.Value is not null))
            .Build();
    }
}
