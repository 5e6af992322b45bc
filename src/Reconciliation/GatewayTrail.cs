using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Reconciliation;

/// <summary>
/// What this worker did on the gateway while it worked on one message. Another worker may hold the same object, and the object's record
/// may have been written by it: once we wrote something else, the record proves nothing to us.
/// </summary>
/// <param name="inDoubt">Whether an earlier attempt at this message may have written without leaving a record.</param>
/// <param name="isContested">Whether another API may have replaced or removed what the record says.</param>
internal sealed class GatewayTrail(bool inDoubt, bool isContested)
{
    /// <summary>Whether the gateway's state is not known from the object's record.</summary>
    public bool InDoubt { get; private set; } = inDoubt;

    /// <summary>What we created last; null when we created nothing, or removed it again.</summary>
    public ApiRegistration? Created { get; private set; }

    /// <summary>What the gateway answered to that; null when we created nothing.</summary>
    public JsonElement? Answer { get; private set; }

    /// <summary>Whether our last write was a removal.</summary>
    public bool Removed { get; private set; }

    /// <summary>Whether what stood there is known to be gone: our last write was a removal, and no other was tried since.</summary>
    public bool IsGone => Removed && !InDoubt;

    /// <summary>How many writes succeeded.</summary>
    public int Writes { get; private set; }

    /// <summary>
    /// How many of them no write to the object followed yet. Until one does, whoever removed or replaced what we wrote, before or after us,
    /// may still record that, and would not conflict.
    /// </summary>
    public int UnprovenWrites { get; private set; }

    /// <summary>Whether a record that equals <paramref name="desired"/> may be believed.</summary>
    public bool Believes(ApiRegistration desired) =>
        !InDoubt && !Removed && (Created is null ? !isContested : Created.Equals(desired));

    /// <summary>Whether what is on record may be gone from the gateway already: a refusal to remove it then says no more than that.</summary>
    public bool MayBeGone => InDoubt || (isContested && Writes == 0);

    /// <summary>Whether an attempt that ends without a word in the status leaves something that a later one can't know.</summary>
    public bool IsUnrecorded => InDoubt || isContested || Writes > 0;

    /// <summary>The version in which the object was read, before we set our finalizer. A list may have it as it was then.</summary>
    public string VersionRead { get; set; } = string.Empty;

    /// <summary>Writes to the gateway. Until that is answered nobody knows, unless it never left.</summary>
    /// <exception cref="GatewayRefusedException">The gateway said no, for want of what another worker removed maybe.</exception>
    /// <exception cref="GatewayUnavailableException">It could not be reached or could not serve.</exception>
    public async Task WriteAsync(Func<Task> write)
    {
        var before = InDoubt;
        InDoubt = true;
        try
        {
            await write();
        }
        catch (GatewayUnavailableException exception) when (!exception.IsUnanswered)
        {
            InDoubt = before;
            throw;
        }
    }

    /// <summary>Something speaks against what is on record.</summary>
    public void Doubt() => InDoubt = true;

    /// <summary>A creation succeeded.</summary>
    public void HasCreated(ApiRegistration registration, JsonElement answer)
    {
        (InDoubt, Created, Answer, Removed) = (false, registration, answer, false);
        CountWrite();
    }

    /// <summary>A removal succeeded. What an earlier attempt left is gone with it: the gateway is keyed by name.</summary>
    public void HasRemoved()
    {
        (InDoubt, Created, Answer, Removed) = (false, null, null, true);
        CountWrite();
    }

    /// <summary>The object was written, and had not changed since it was read.</summary>
    public void HasProof() => UnprovenWrites = 0;

    /// <summary>Whether a later attempt must not believe the record.</summary>
    public bool LeavesDoubt(ApiRegistration? record) =>
        InDoubt || (Removed && record is not null) || (Created is not null && !Created.Equals(record));

    private void CountWrite() => (Writes, UnprovenWrites) = (Writes + 1, UnprovenWrites + 1);
}
