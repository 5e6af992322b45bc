using System.Text.Json;

namespace ApiBridge.Dashboard.Cluster;

/// <summary>What a watch tells of a collection. Calls come one at a time, in the order of the server.</summary>
internal interface ICollectionSink
{
    /// <summary>A list begins, in place of one that broke before its end, where there was one.</summary>
    void BeginList();

    /// <summary>These objects are there: a page of the list, or one that appeared or changed.</summary>
    /// <param name="objects">The JSON of each, valid during the call.</param>
    void Take(IReadOnlyList<ReadOnlyMemory<byte>> objects);

    /// <summary>The list that was begun is at its end: what was not among its pages is gone.</summary>
    void EndOfList();

    /// <summary>An object is gone.</summary>
    /// <param name="last">Its last state, valid during the call.</param>
    void Remove(JsonElement last);
}
