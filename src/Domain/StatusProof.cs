namespace ApiBridge.Domain;

/// <summary>
/// What an object's status proves of its own entry on the gateway. A status can be copied, restored from a backup or written by anybody, so
/// it proves something only under a stamp of the object's own, for the gateway and the entry's name of now.
/// </summary>
public sealed record StatusProof
{
    // One more for each move to another gateway, and anybody could write more.
    private const int MaxListed = 8;

    private StatusProof(GatewayEntry own) => Own = own;

    /// <summary>The object's own entry.</summary>
    public GatewayEntry Own { get; }

    /// <summary>
    /// The registration that the status has under the own entry's name. It holds that if it is proven; without a stamp, as the old operator
    /// left it, it may be there, and tells what to remove. Null when there is none.
    /// </summary>
    public ApiRegistration? Held { get; private init; }

    /// <summary>The registration that the own entry is proven to hold; null when none is.</summary>
    public ApiRegistration? Proven { get; private init; }

    /// <summary>The registration that the status has under a former name on this gateway; null when there is none.</summary>
    public ApiRegistration? Former { get; private init; }

    /// <summary>What is listed beside the record: under former names, and on former gateways.</summary>
    public IReadOnlyList<Leftover> Listed { get; private init; } = [];

    /// <summary>All that the object may still have beside its own entry.</summary>
    public IReadOnlyList<Leftover> Leftovers => Former is null ? Listed : [.. Listed, new(Own.Gateway, Former)];

    /// <summary>Whether the own entry may hold something that is on no record.</summary>
    public bool IsInDoubt { get; private init; }

    /// <summary>Judges a status.</summary>
    /// <param name="api">The object.</param>
    /// <param name="entries">Which entry is its own, and which it had before.</param>
    /// <returns>What its status proves.</returns>
    public static StatusProof Of(ExposedApi api, GatewayEntries entries)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(entries);
        var (own, status, record) = (entries.Of(api.Key), api.Status, api.Status.Registration);
        var (isHere, isElsewhere) = (status.Gateway == own.Gateway, status.Gateway.Length > 0 && status.Gateway != own.Gateway);
        var held = !isElsewhere && record?.Name == own.Name ? record : null;
        var former = !isElsewhere && record is not null && entries.IsFormerName(api.Key, record.Name) ? record : null;

        // One that may not be removed is told of all the same.
        var unusable = status.IsOwn && held is null && former is null ? record : null;
        return new(own)
        {
            Held = held,
            Proven = isHere ? held : null,
            Former = former,
            Listed =
            [
                .. status.Leftovers
                    .Concat(unusable is null ? [] : [new(isElsewhere ? status.Gateway : own.Gateway, unusable)])
                    .Where(left => left.Entry != own && entries.WasNameOf(api.Key, left.Registration.Name))
                    .DistinctBy(left => left.Entry)
                    .TakeLast(MaxListed),
            ],

            // Neither a record that proves nothing nor a missing one says that there is nothing. And what says so was written of another
            // entry if the own one is among those that were left then: its name is the API's again.
            IsInDoubt = !isHere
                || status.UnansweredAt is not null
                || (held is null && (!status.HoldsNothing || status.Leftovers.Any(left => left.Entry == own))),
        };
    }

    /// <summary>The record as it stays in the status, or has to be written.</summary>
    /// <param name="held">What the own entry is known to hold; null for nothing.</param>
    /// <returns>That, or else what is still recorded under a former name.</returns>
    public ApiRegistration? RecordWith(ApiRegistration? held) => held ?? Former;

    /// <summary>What is to be listed beside a record.</summary>
    /// <param name="held">What the own entry is known to hold; null for nothing.</param>
    public IReadOnlyList<Leftover> ListedWith(ApiRegistration? held) => held is null ? Listed : Leftovers;

    /// <summary>The same, and what an earlier object of the same name had under a former name.</summary>
    /// <param name="predecessor">What it had; null when nothing is known.</param>
    /// <returns>The proof with one more leftover.</returns>
    public StatusProof And(Leftover? predecessor) =>
        predecessor is null || Leftovers.Any(left => left.Entry == predecessor.Entry) ? this : this with { Listed = [.. Listed, predecessor] };
}
