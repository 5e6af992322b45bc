namespace ApiBridge.EventBridge.Watching;

/// <summary>All that is there.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
/// <param name="Items">What is kept.</param>
/// <param name="Unreadable">The names of those that can't be read.</param>
/// <param name="Version">The version to watch from.</param>
internal sealed record Listing<T>(IReadOnlyCollection<T> Items, IReadOnlySet<(string Namespace, string Name)> Unreadable, string Version)
    where T : class;
