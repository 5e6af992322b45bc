namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>The objects of one resource at one revision.</summary>
/// <param name="Revision">The store's revision.</param>
/// <param name="Objects">Sorted by namespace and name.</param>
internal sealed record StoreSnapshot(long Revision, IEnumerable<StoredObject> Objects);
