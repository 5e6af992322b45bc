using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>An object is there and can't be read. No retry helps: whoever wrote it has to mend it.</summary>
/// <param name="found">What can be told of it.</param>
/// <param name="innerException">The cause.</param>
public sealed class UnreadableObjectException(UnreadableObject found, Exception innerException)
    : Exception($"{found}. It is left as it is until it is mended.", innerException)
{
    /// <summary>What can be told of it.</summary>
    public UnreadableObject Found => found;
}
