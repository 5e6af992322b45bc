using System.Text.Json;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Dashboard.Apis;

/// <summary>Puts what a watch of ExposedAPIs tells into the store.</summary>
/// <param name="store">The store.</param>
/// <param name="rowOf">What is kept of one.</param>
internal sealed class ApiSink(ApiStore store, Func<ExposedApi, ApiRow> rowOf) : ICollectionSink
{
    // Of this watch: several namespaces are watched each by itself.
    private readonly HashSet<(string Namespace, string Name)> _known = [];

    // Null while nothing is being listed: what a watch tells is on no list.
    private HashSet<(string Namespace, string Name)>? _listed;

    public void BeginList() => _listed = [];

    public void Take(IReadOnlyList<ReadOnlyMemory<byte>> objects)
    {
        var rows = objects.Select(Read).ToList();
        foreach (var row in rows)
        {
            _known.Add((row.Namespace, row.Name));
            _listed?.Add((row.Namespace, row.Name));
        }

        store.Put(rows);
    }

    public void EndOfList()
    {
        var gone = _known.Except(_listed ?? []).ToList();
        _known.ExceptWith(gone);
        _listed = null;
        store.Remove(gone);
    }

    public void Remove(JsonElement last)
    {
        var name = (last.Child("metadata").Text("namespace"), last.Child("metadata").Text("name"));
        _known.Remove(name);
        store.Remove([name]);
    }

    private ApiRow Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = ObjectJson.Parse(json);
            return rowOf(ExposedApi.Parse(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return ApiRow.Of(UnreadableObject.Of(json, exception.Message));
        }
    }
}
