using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>
/// What a worker knows of its object's own entry while it works on one message. Another worker may hold the same object: what this one
/// wrote counts once a write to the object succeeded after it, with the resourceVersion that it had read before.
/// </summary>
/// <param name="inDoubt">Whether an earlier attempt at the message may have written without leaving a record.</param>
internal sealed class OwnEntry(bool inDoubt)
{
    private bool _wasGone;

    /// <summary>Where it stands.</summary>
    public EntryState State { get; private set; } = inDoubt ? EntryState.InDoubt : EntryState.OnRecord;

    /// <summary>What was created last, whatever became of it since; null when nothing was.</summary>
    public ApiRegistration? Created { get; private set; }

    /// <summary>What the gateway answered to a creation that no record tells of yet; null when there is none.</summary>
    public JsonElement? Answer { get; private set; }

    /// <summary>How many writes to the gateway were answered that no write to the object followed yet.</summary>
    public int UnrecordedWrites { get; private set; }

    /// <summary>Whether it may hold something that is on no record.</summary>
    public bool IsInDoubt => State is EntryState.InDoubt;

    /// <summary>Whether an attempt that ends without a write to the object leaves something that a later one can't know.</summary>
    public bool IsUnrecorded => IsInDoubt || UnrecordedWrites > 0;

    /// <summary>What the object's record has to say once it is written.</summary>
    /// <param name="onRecord">What it says now.</param>
    public ApiRegistration? Record(ApiRegistration? onRecord) => State switch
    {
        EntryState.Created => Created,
        EntryState.Removed => null,
        _ => onRecord,
    };

    /// <summary>
    /// The object is read, or read again. Another worker may have written since we did, so what we wrote is in doubt; only an object that
    /// was gone, whose entry we removed, and that still is gone, leaves none.
    /// </summary>
    public void Read(bool isGone)
    {
        if (UnrecordedWrites > 0 && !(State is EntryState.Removed && isGone && _wasGone))
        {
            Doubt();
        }

        _wasGone = isGone;
    }

    /// <summary>It may hold something that is on no record.</summary>
    public void Doubt() => (State, Answer) = (EntryState.InDoubt, null);

    /// <summary>A creation was answered: the entry holds just that.</summary>
    public void HasCreated(ApiRegistration registration, JsonElement answer) =>
        (State, Created, Answer, UnrecordedWrites) = (EntryState.Created, registration, answer, UnrecordedWrites + 1);

    /// <summary>A removal was answered, or is settled: the entry holds nothing.</summary>
    public void HasRemoved() =>
        (State, Answer, UnrecordedWrites) = (EntryState.Removed, null, UnrecordedWrites + 1);

    /// <summary>The object was written, and had not changed since it was read: its record says what is known.</summary>
    public void HasRecorded()
    {
        UnrecordedWrites = 0;
        if (!IsInDoubt)
        {
            (State, Answer) = (EntryState.OnRecord, null);
        }
    }
}
