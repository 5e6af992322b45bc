using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.CommandLine;

/// <summary>An ExposedAPI is there, and can't be read.</summary>
/// <param name="found">What can be told of it.</param>
internal sealed class UnreadableApiException(UnreadableObject found) : Exception($"can't be read: {found}")
{
    /// <summary>What can be told of it.</summary>
    public UnreadableObject Found => found;
}
