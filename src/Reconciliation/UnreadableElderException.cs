using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>An elder that may be in the way may not be read, or can't be: that is not to say that it is absent.</summary>
internal sealed class UnreadableElderException(ObjectKey elder, Exception innerException)
    : Exception($"the older {elder} may claim the path as well, and is not to be read: {innerException.Message}", innerException)
{
    /// <summary>The elder.</summary>
    public ObjectKey Elder => elder;
}
