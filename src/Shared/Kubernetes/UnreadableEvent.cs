namespace ApiBridge.Shared.Kubernetes;

/// <summary>What a Kubernetes Event on an object that can't be read says, by whichever program.</summary>
public static class UnreadableEvent
{
    /// <summary>Why, and what to do, for people.</summary>
    /// <param name="found">The object.</param>
    /// <returns>One sentence.</returns>
    public static string Message(UnreadableObject found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return $"the object can't be read: {found.Reason}; nothing is done for it until it is mended, and its registration stays as it is";
    }
}
