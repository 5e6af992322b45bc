using System.Text.Json;

namespace ApiBridge.FunctionsHost.Settings;

/// <summary>A built Functions app.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="WorkerProgram">The program that runs it, as worker.config.json names it.</param>
/// <param name="WorkerAssembly">The app's assembly.</param>
internal sealed record ScriptRoot(string Folder, string WorkerProgram, string WorkerAssembly)
{
    private const string WorkerConfig = "worker.config.json";
    private const string HostConfig = "host.json";

    /// <summary>The app's host.json.</summary>
    public string HostJson => Path.Combine(Folder, HostConfig);

    /// <summary>Opens an app's folder.</summary>
    /// <exception cref="FunctionsHostException">It is none.</exception>
    public static ScriptRoot Open(string folder)
    {
        var full = Path.GetFullPath(folder);
        var file = Path.Combine(full, WorkerConfig);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var description = document.RootElement.GetProperty("description");
            var assembly = Path.Combine(full, Text(description, "defaultWorkerPath"));
            return File.Exists(assembly)
                ? new(full, Text(description, "defaultExecutablePath"), assembly)
                : throw new FunctionsHostException($"{file} names {assembly}, which is not there: build the app again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FunctionsHostException(
                $"{folder} holds no built isolated Functions app ({exception.Message}): build it, and name its output folder with --script-root.", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FunctionsHostException($"{file} can't be read ({exception.Message}): build the app again.", exception);
        }
    }

    private static string Text(JsonElement description, string name) =>
        description.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new InvalidOperationException($"{name} has no text");
}
