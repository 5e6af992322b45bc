namespace ApiBridge.Domain;

/// <summary>What travels through the queue: a hint to look at one object, never the truth about it.</summary>
public sealed record ApiEvent
{
    /// <summary>The most attempts that are counted. The waits have long been as long as they get.</summary>
    public const int MaxAttempt = 1_000_000;

    /// <summary>
    /// The most EndpointSlices that a message names: each is a read of its own, where one list would do for all.
    /// </summary>
    public const int MaxEndpointSlices = 8;

    /// <summary>The CloudEvent's id, unique to this message.</summary>
    public required string Id { get; init; }

    /// <summary>The CloudEvent's source: the cluster and the watched resource, as a URI reference.</summary>
    public required string Source { get; init; }

    /// <summary>When the message was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When the first message of a chain of retries was made; null in the first one itself.</summary>
    public DateTimeOffset? FirstTime { get; init; }

    /// <summary>When its chain of retries began, or else when it was made: what its age counts from.</summary>
    public DateTimeOffset Started => FirstTime is { } first && first < Time ? first : Time;

    /// <summary>The object to look at.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>Why.</summary>
    public required EventReason Reason { get; init; }

    /// <summary>The version of the object that its sender saw; null when it saw none.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>How many attempts failed before this one, up to <see cref="MaxAttempt"/>; 0 for a first look.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// Whether an earlier attempt may have written to the gateway without learning the outcome. The object's own record proves
    /// nothing then, and the gateway is written again.
    /// </summary>
    public bool InDoubt { get; init; }

    /// <summary>
    /// Whether the object was being deleted when the message was made. Beside one of the reasons that older versions know, so that a
    /// rollback poisons nothing.
    /// </summary>
    public bool Deleting { get; init; }

    /// <summary>
    /// Whether the release of an object is asked for that is out of the worker's scope. It asks for nothing else: in scope it is a hint to look
    /// like any other.
    /// </summary>
    public bool Leaving { get; init; }

    /// <summary>
    /// The authority of the object's gateway by its sender's settings; null when it named none. A worker whose own settings give another one
    /// leaves the message to a worker that has the same.
    /// </summary>
    public string? Gateway { get; init; }

    /// <summary>The nearest elder that blocks the path that the object wants, as its sender saw it; null when it saw none.</summary>
    public ObjectKey? Blocker { get; init; }

    /// <summary>
    /// The nearest elder that holds the path that the object holds, or wants when it holds none, as its sender saw it; null when it saw none.
    /// </summary>
    public ObjectKey? Holder { get; init; }

    /// <summary>
    /// The EndpointSlices of the object's Service, by name, as its sender saw them; none when it saw none, or too many to name.
    /// </summary>
    public IReadOnlyList<string> EndpointSlices { get; init; } = [];

    /// <summary>For a deleted object, the last registration known; null when none is known, or when it would not fit.</summary>
    public ApiRegistration? LastRegistration { get; init; }

    /// <summary>
    /// Whether its sender only observes, so that nothing may be written because of it. Versions before this field take it for a hint like any
    /// other.
    /// </summary>
    public bool IsObservation { get; init; }

    /// <summary>
    /// Whether it is an audit: the API's URL is tried whatever its record says, and where the gateway does not route it the record is not
    /// believed. Versions before this field take it for a hint like any other.
    /// </summary>
    public bool IsAudit { get; init; }

    /// <summary>How often this chain of retries tried the API's URL in vain, up to <see cref="MaxAttempt"/>; 0 for a message that is about something else.</summary>
    public int Probes { get; init; }

    /// <summary>The W3C trace context of whoever sent it; null when there was none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// Whether the bridge sends it again by itself while its object lacks something. An audit it sends again after the audits' period alone.
    /// </summary>
    public bool IsRepeatedByTheBridge => Reason is EventReason.Resync && !IsAudit;

    /// <summary>
    /// Whether nothing but the API's URL was asked for: not where an audit goes along with something else, or with a retry of it. What else its
    /// worker found to do, another message is about as well.
    /// </summary>
    public bool IsAboutUrl => Probes > 0 || (IsAudit && Reason is EventReason.Resync);

    /// <summary>
    /// The event as it is sent once more after it was given up. What its workers did to the gateway is on no record. A resync is not tried
    /// again when it fails, for the bridge repeats it; who redrives wants it tried. Its age counts anew, or what was given up for its age
    /// would be so at once.
    /// </summary>
    /// <param name="now">When it is sent.</param>
    public ApiEvent Redriven(DateTimeOffset now) => this with
    {
        Id = Guid.CreateVersion7().ToString(),
        Time = now,
        FirstTime = null,
        Reason = Reason is EventReason.Resync ? EventReason.Retry : Reason,
        Attempt = 0,
        Probes = 0,
        InDoubt = true,
    };

    /// <summary>
    /// Whether it is about a deletion. Messages of versions before <see cref="Deleting"/> carry the registration for one, and nothing else.
    /// </summary>
    public bool IsAboutDeletion => Reason is EventReason.Deleted || Deleting || LastRegistration is not null;

    /// <summary>Whether it is about an earlier object of the same name.</summary>
    /// <param name="api">The object of that name that is there now.</param>
    /// <returns>True when the two have different uids.</returns>
    public bool IsAboutNamesakeOf(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return Key.Uid.Length > 0 && Key.Uid != api.Key.Uid;
    }

    /// <summary>What the deleted object may have left under a former name. A name in a message counts only if the key gives it.</summary>
    /// <param name="entries">How entries are, and were, named.</param>
    /// <returns>The leftover; null when the message tells of none.</returns>
    public Leftover? LeftoverOf(GatewayEntries entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return LastRegistration is { } last && entries.IsFormerName(Key, last.Name) ? new(entries.Of(Key).Gateway, last) : null;
    }
}
