using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>APIs that live through all operations together, four to a Component. Those of the next round have the same names.</summary>
internal sealed record Round(IReadOnlyList<JsonObject> Components, IReadOnlyList<JsonObject> Apis)
{
    private const int ApisOfAComponent = 4;

    /// <summary>The name of an API, by its number.</summary>
    public static string NameOf(int number) => string.Create(
        CultureInfo.InvariantCulture, $"{ComponentOf(number)}-management-{number % ApisOfAComponent}-v4");

    /// <summary>So many APIs that are not there yet.</summary>
    public static Round Of(int count)
    {
        List<JsonObject> apis = [.. Enumerable.Range(0, count).Select(number => CanvasObjects.NewApi(NameOf(number), ComponentOf(number)))];
        return new([.. apis.Chunk(ApisOfAComponent).Select((owned, number) => CanvasObjects.Component(ComponentOf(number * ApisOfAComponent), owned))], apis);
    }

    private static string ComponentOf(int api) => string.Create(CultureInfo.InvariantCulture, $"c{api / ApisOfAComponent}-productcatalog");
}
