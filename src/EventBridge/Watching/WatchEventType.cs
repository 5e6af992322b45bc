namespace ApiBridge.EventBridge.Watching;

/// <summary>What a line of a watch says of its object.</summary>
internal enum WatchEventType
{
    /// <summary>It appeared, or it is there, in a stream that begins with all that is there.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>There is no object, only a version to go on from.</summary>
    Bookmark,
}
