namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>What a watcher of the store is told.</summary>
/// <param name="Revision">The store's revision once this has been seen.</param>
internal abstract record StoreSignal(long Revision);
