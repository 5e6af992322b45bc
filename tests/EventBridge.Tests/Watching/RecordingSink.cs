using System.Collections.Concurrent;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>Keeps what a reflector told, one line a call.</summary>
internal sealed class RecordingSink : IWatchSink<string>
{
    private readonly ConcurrentQueue<string> _told = new();

    public IReadOnlyList<string> Told => [.. _told];

    public void Replaced(IReadOnlyCollection<string> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null) =>
        _told.Enqueue($"replaced {string.Join(',', items.Order())}");

    public void Added(string item) => _told.Enqueue($"added {item}");

    public void Modified(string item) => _told.Enqueue($"modified {item}");

    public void Deleted(string item) => _told.Enqueue($"deleted {item}");
}
