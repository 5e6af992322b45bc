using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Serving;

namespace ApiBridge.LocalStack.Tests.Canvas;

/// <summary>This repository's samples, and those of the Canvas where the environment names their folder.</summary>
internal static class Samples
{
    public const string FolderVariable = "ODA_SAMPLES";

    public static string? CanvasFolder => Environment.GetEnvironmentVariable(FolderVariable);

    public static JsonObject Component() => YamlDocument.Parse(Text("samples/component.yaml"))!.AsObject();

    public static string Text(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path));

    public static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
}
