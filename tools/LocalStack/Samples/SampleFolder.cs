using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Serving;
using YamlDotNet.Core;

namespace ApiBridge.LocalStack.Samples;

/// <summary>Kubernetes objects in files, YAML or JSON, in the order they have to be applied.</summary>
public static class SampleFolder
{
    // A kind comes before what needs it: definitions, then namespaces, then what lives in them, Components last.
    private static readonly string[] Order = ["CustomResourceDefinition", "Namespace", "Ingress", "EndpointSlice", "Component"];

    /// <summary>Reads all objects of a folder and its subfolders.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The objects, in order of application.</returns>
    /// <exception cref="InvalidSampleException">A file can't be read, or holds something that is no Kubernetes object.</exception>
    public static IReadOnlyList<SampleObject> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidSampleException($"{folder} is no folder: give one with Kubernetes objects in .yaml or .json files");
        }

        var objects = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
            .Order(StringComparer.Ordinal)
            .SelectMany(ReadFile)
            .OrderBy(item => Array.IndexOf(Order, item.Kind) is var place and >= 0 ? place : Order.Length - 2)
            .ToList();
        return objects.Count > 0
            ? objects
            : throw new InvalidSampleException($"{folder} has no Kubernetes objects: put some there in .yaml or .json files");
    }

    private static IEnumerable<SampleObject> ReadFile(string file)
    {
        IReadOnlyList<JsonNode?> documents;
        try
        {
            documents = YamlDocument.ParseAll(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is YamlException or JsonException)
        {
            throw new InvalidSampleException($"{file} is no YAML: {exception.Message}", exception);
        }

        return documents.OfType<JsonNode>().Select(document => SampleObject.From(file, document));
    }
}
