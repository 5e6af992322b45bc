using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.FunctionsHost.Http;

/// <summary>
/// The keys that requests must carry, kept as the Functions host keeps them in files: in host.json in a folder of their own, which is made
/// when the first request brings any key. Keys for a single function, which that host knows too, are not among them.
/// </summary>
internal sealed class HostKeys
{
    private const string FolderSetting = "FUNCTIONS_SECRETS_PATH";
    private const string FileName = "host.json";
    private const int KeyBytes = 40;
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    private readonly Lock _lock = new();
    private readonly string _file;
    private IReadOnlyList<(string Key, KeyLevel Level)>? _keys;

    private HostKeys(string file) => _file = file;

    /// <summary>Opens the folder that the settings name.</summary>
    /// <returns>Null where they name none: then no key is asked for, as under <c>func start</c>.</returns>
    /// <exception cref="FunctionsHostException">The folder can't be used, or its file can't be read.</exception>
    public static HostKeys? Open(IConfiguration settings)
    {
        if (settings[FolderSetting] is not { Length: > 0 } folder)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(folder);
            var keys = new HostKeys(Path.Combine(folder, FileName));
            if (File.Exists(keys._file))
            {
                keys._keys = Read(keys._file);
            }

            return keys;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FunctionsHostException($"{FolderSetting} is {folder}, which can't be used ({exception.Message}): name a folder that can be written.", exception);
        }
    }

    /// <summary>What a key opens.</summary>
    public KeyLevel LevelOf(string key)
    {
        var given = Encoding.UTF8.GetBytes(key);
        return All().Where(known => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known.Key), given))
            .Select(known => known.Level).DefaultIfEmpty(KeyLevel.None).Max();
    }

    private static IReadOnlyList<(string Key, KeyLevel Level)> Read(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            using var document = JsonDocument.Parse(content);
            return
            [
                (ValueOf(document.RootElement.GetProperty("masterKey"), file), KeyLevel.Master),
                .. document.RootElement.GetProperty("functionKeys").EnumerateArray().Select(key => (ValueOf(key, file), KeyLevel.Functions)),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FunctionsHostException($"{file} holds no keys ({exception.Message}): remove it, and new ones are made.", exception);
        }
    }

    private static string ValueOf(JsonElement key, string file) => key.TryGetProperty("encrypted", out var encrypted) && encrypted.GetBoolean()
        ? throw new FunctionsHostException($"{file} holds an encrypted key, which this host can't read: remove it, and new ones are made.")
        : key.GetProperty("value").GetString() ?? throw new KeyNotFoundException("a key has no value");

    private static JsonObject NewKey(string name) => new()
    {
        ["name"] = name,
        ["value"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)),
        ["encrypted"] = false,
    };

    private static void Write(string file)
    {
        var content = new JsonObject
        {
            ["masterKey"] = NewKey("master"),
            ["functionKeys"] = new JsonArray(NewKey("default")),
            ["systemKeys"] = new JsonArray(),
        };
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var whole = $"{file}.{Guid.NewGuid():N}";
        // With a mark of its encoding, as the Functions host writes it.
        using (var writer = new StreamWriter(whole, Encoding.UTF8, options))
        {
            writer.Write(content.ToJsonString(Format));
        }

        try
        {
            File.Move(whole, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another host on the same folder was first: its keys are everybody's.
            File.Delete(whole);
        }
    }

    private IReadOnlyList<(string Key, KeyLevel Level)> All()
    {
        lock (_lock)
        {
            if (_keys is null)
            {
                if (!File.Exists(_file))
                {
                    Write(_file);
                }

                _keys = Read(_file);
            }

            return _keys;
        }
    }
}
