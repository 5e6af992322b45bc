namespace ApiBridge.EventBridge.Watching;

/// <summary>What a reflector tells of the objects it follows. Calls come one at a time, in the order of the server.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
internal interface IWatchSink<in T>
{
    /// <summary>All that is there was read to its end: these objects exist in the namespace (null: in the cluster), and no others.</summary>
    /// <param name="items">What is kept of them.</param>
    /// <param name="namespace">Where they are; null: in the cluster.</param>
    /// <param name="unreadable">Those that are there and can't be read; null for none. What is kept of one may be among the items.</param>
    void Replaced(IReadOnlyCollection<T> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null);

    /// <summary>An object appeared.</summary>
    void Added(T item);

    /// <summary>An object changed.</summary>
    void Modified(T item);

    /// <summary>An object is gone; this was its last state.</summary>
    void Deleted(T item);

    /// <summary>An object is of no interest, or not any more: nothing is kept of it.</summary>
    /// <param name="name">Its namespace and name.</param>
    void LeftOut((string Namespace, string Name) name)
    {
    }
}
