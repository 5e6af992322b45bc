using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>APIs that nobody has looked at yet, their Components, and the endpoints of their Services, which are ready.</summary>
internal sealed record NewApis(IReadOnlyList<JsonObject> Components, IReadOnlyList<JsonObject> EndpointSlices, IReadOnlyList<JsonObject> Apis)
{
    private const int ApisOfAComponent = 4;

    /// <summary>So many, four to a Component.</summary>
    /// <param name="burst">A number that no others have.</param>
    /// <param name="count">How many.</param>
    public static NewApis Of(int burst, int count)
    {
        List<JsonObject> components = [], apis = [];
        for (var component = 0; apis.Count < count; component++)
        {
            var owner = string.Create(CultureInfo.InvariantCulture, $"b{burst}-{component}-productcatalog");
            List<JsonObject> owned =
            [
                .. Enumerable.Range(0, Math.Min(ApisOfAComponent, count - apis.Count))
                    .Select(number => CanvasObjects.NewApi(string.Create(CultureInfo.InvariantCulture, $"{owner}-management-{number}-v4"), owner)),
            ];
            components.Add(CanvasObjects.Component(owner, owned));
            apis.AddRange(owned);
        }

        return new(components, [.. apis.Select(api => CanvasObjects.EndpointSlice((string)api["metadata"]!["name"]!))], apis);
    }
}
