namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>Nothing up to the revision is still to come.</summary>
/// <param name="Revision">The store's revision.</param>
internal sealed record StoreBookmark(long Revision) : StoreSignal(Revision);
