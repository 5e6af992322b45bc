using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Reachability.Bench.Rigging;

/// <summary>APIs by their numbers. They belong to no Component, whose part comes after the URL answers.</summary>
/// <param name="Prefix">What their names begin with.</param>
internal sealed record ApiSet(string Prefix)
{
    public string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}-productcatalog-v4");

    /// <summary>An API that is not there yet.</summary>
    public JsonObject Of(int number)
    {
        var api = CanvasObjects.NewApi(NameOf(number));
        var metadata = api["metadata"]!.AsObject();
        metadata.Remove("ownerReferences");
        metadata["labels"]!.AsObject().Remove("oda.tmforum.org/componentName");
        return api;
    }

    /// <summary>The Service that an API leads to.</summary>
    public string ServiceOf(int number) => $"{NameOf(number)}-svc";

    /// <summary>Something behind its URL.</summary>
    public static Uri Resource(Uri gateway, JsonObject api) => new(gateway, $"{(string)api["spec"]!["path"]!}/catalog");
}
