using System.Text.Json.Nodes;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>The Kubernetes API that a worker works on. It holds a Canvas's definitions, the gateway's Ingress, and what is written into it here.</summary>
internal interface ICluster : IAsyncDisposable
{
    /// <summary>Whether it is the emulator, which is quick enough to be no part of a figure.</summary>
    bool IsEmulated { get; }

    /// <summary>The settings by which bridge and worker reach it.</summary>
    IEnumerable<KeyValuePair<string, string>> Settings { get; }

    /// <summary>The requests that it answered; null where it does not tell.</summary>
    RequestCounts? Requests { get; }

    /// <summary>Processor time that processes of its own have used so far.</summary>
    TimeSpan ProcessorTime { get; }

    /// <summary>How many writes it has stored.</summary>
    Task<long> RevisionAsync(CancellationToken cancellationToken);

    /// <summary>Stores new APIs and all that belongs to them.</summary>
    Task WriteAsync(NewApis apis, CancellationToken cancellationToken);

    /// <summary>The ExposedAPIs as they stand.</summary>
    Task<IReadOnlyList<JsonObject>> ApisAsync(CancellationToken cancellationToken);

    /// <summary>Removes all that was written here, whatever finalizers it has by now.</summary>
    Task ClearAsync(CancellationToken cancellationToken);
}
