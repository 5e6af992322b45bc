using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Samples;

/// <summary>Kubernetes objects in files, YAML or JSON, in the order they have to be applied.</summary>
public static class SampleFolder
{
    // A kind comes before what needs it: definitions, then namespaces, then what lives in them, Components last.
    private static readonly string[] Order = ["CustomResourceDefinition", "Namespace", "Ingress", "EndpointSlice", "Component"];

    /// <summary>Reads all objects of a folder and its subfolders; like kubectl, it follows no link to a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The objects, in order of application.</returns>
    /// <exception cref="InvalidSampleException">
    /// A file can't be read, or holds something that is no Kubernetes object, or one that another has, too. The message is one line that
    /// names the file and the fix.
    /// </exception>
    public static IReadOnlyList<SampleObject> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidSampleException($"{folder} is no folder: give one with Kubernetes objects in .yaml or .json files");
        }

        var objects = Files(folder)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
            .Order(StringComparer.Ordinal)
            .SelectMany(SampleFile.Read)
            .OrderBy(item => Array.IndexOf(Order, item.Kind) is var place and >= 0 ? place : Order.Length - 2)
            .ToList();
        if (objects.Count == 0)
        {
            throw new InvalidSampleException($"{folder} has no Kubernetes objects: put some there in .yaml or .json files");
        }

        return WithoutTwins(objects);
    }

    private static List<string> Files(string folder)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<string>(
                    folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
                {
                    ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
                    ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                },
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSampleException($"{folder} can't be read ({exception.Message}): give a folder with Kubernetes objects in .yaml or .json files", exception);
        }
    }

    // Of two that differ the second would replace the first, which somebody wrote for something.
    private static List<SampleObject> WithoutTwins(List<SampleObject> objects)
    {
        List<SampleObject> alone = [];
        foreach (var same in objects.GroupBy(item => (item.Group, item.Kind, item.Namespace, item.Name)))
        {
            var first = same.First();
            alone.Add(same.FirstOrDefault(other => !JsonNode.DeepEquals(other.Json, first.Json)) is not { } differs
                ? first
                : throw new InvalidSampleException($"{differs.File}: {first.Kind} {first.Name} is in {first.File}, too, and differs: keep one of them"));
        }

        return alone;
    }
}
