using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.LocalStack.Kubernetes.Lifecycle;

/// <summary>Does in the background what follows from a change.</summary>
internal interface IController
{
    /// <summary>Called for every change in the store, in order.</summary>
    void Observe(StoreChange change);
}
