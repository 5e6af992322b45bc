namespace ApiBridge.EventBridge.Watching;

/// <summary>An object of a list or a watch, read by itself.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
/// <param name="Name">Its namespace and name; empty where it does not tell them.</param>
/// <param name="Version">Its version; null where it does not tell it.</param>
/// <param name="Item">What is kept; null when it is left out.</param>
/// <param name="IsUnreadable">Whether it can't be read.</param>
internal readonly record struct ReadObject<T>((string Namespace, string Name) Name, string? Version, T? Item, bool IsUnreadable)
    where T : class;
