using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>Tells, when a message is about to be sent, what it has to say by then.</summary>
internal interface IMessageContents
{
    /// <summary>What is to be said of an object now.</summary>
    /// <param name="key">The object.</param>
    /// <param name="hint">What was to be said when the message was asked for.</param>
    /// <returns>What is to be said; null when the object lacks nothing any more.</returns>
    Hint? Refresh(ObjectKey key, Hint hint);
}
