namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>A revision is asked for that the history no longer holds.</summary>
/// <param name="asked">The revision asked for.</param>
/// <param name="oldest">The oldest revision that can be asked for.</param>
internal sealed class RevisionCompactedException(long asked, long oldest)
    : Exception($"revision {asked} is compacted, the oldest is {oldest}")
{
    public long Asked => asked;

    public long Oldest => oldest;
}
