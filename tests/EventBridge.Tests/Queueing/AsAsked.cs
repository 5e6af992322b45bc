using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;

namespace ApiBridge.EventBridge.Tests.Queueing;

/// <summary>Messages that say what was to be said when they were asked for.</summary>
internal sealed class AsAsked : IMessageContents
{
    public Hint? Refresh(ObjectKey key, Hint hint) => hint;
}
