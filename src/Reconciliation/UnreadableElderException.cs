using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>An elder that may be in the way may not be read: that is not to say that it is absent.</summary>
internal sealed class UnreadableElderException(ObjectKey elder, Exception innerException)
    : Exception($"the older {elder} may claim the path as well, and may not be read: {innerException.Message}", innerException)
{
    /// <summary>The elder.</summary>
    public ObjectKey Elder => elder;
}
