using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>An object came, changed or went.</summary>
/// <param name="Revision">The revision that did it.</param>
/// <param name="Resource">The resource it is stored under.</param>
/// <param name="Previous">Its state before, null when it came.</param>
/// <param name="Current">Its state since; when it went, the last state with the revision that removed it.</param>
/// <param name="Removed">Whether it went.</param>
internal sealed record StoreChange(
    long Revision, GroupResource Resource, StoredObject? Previous, StoredObject Current, bool Removed) : StoreSignal(Revision);
