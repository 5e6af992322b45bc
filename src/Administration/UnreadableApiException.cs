using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Administration;

/// <summary>An ExposedAPI is there, and can't be read.</summary>
/// <param name="found">What can be told of it.</param>
public sealed class UnreadableApiException(UnreadableObject found) : Exception($"can't be read: {found}")
{
    /// <summary>What can be told of it.</summary>
    public UnreadableObject Found => found;
}
