using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Manifests.Tests;

/// <summary>Reads what lies deep in an object: paths of property names, with slashes between.</summary>
internal static class ManifestReading
{
    public static JsonElement Child(this JsonElement element, string path) =>
        path.Split('/').Aggregate(element, static (parent, name) => JsonReading.Child(parent, name));

    public static string Text(this JsonElement element, string path) => JsonReading.Text(element.Parent(path), Leaf(path));

    public static int Number(this JsonElement element, string path) => JsonReading.Number(element.Parent(path), Leaf(path));

    public static bool? Flag(this JsonElement element, string path) => JsonReading.Flag(element.Parent(path), Leaf(path));

    public static IEnumerable<JsonElement> Items(this JsonElement element, string path) => JsonReading.Items(element.Parent(path), Leaf(path));

    private static JsonElement Parent(this JsonElement element, string path) =>
        path.LastIndexOf('/') is var end and > 0 ? element.Child(path[..end]) : element;

    private static string Leaf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
