using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Reconciliation;

/// <summary>What is left to do for an object after a reconcile.</summary>
public sealed record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Nothing, until something changes.</summary>
    public static Outcome Done { get; } = new();

    /// <summary>Whether the object is to be looked at again without anything changing.</summary>
    public bool ComeBack { get; private init; }

    /// <summary>Whether that is because something failed, and not because something is just not there yet.</summary>
    public bool Failed { get; private init; }

    /// <summary>Whether the gateway may have been written without the object's record knowing.</summary>
    public bool InDoubt { get; private init; }

    /// <summary>How long somebody asked to be left alone; null when nobody did.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>What the entry of an object that is gone, or being deleted, may still hold; null when nothing is known of it.</summary>
    public ApiRegistration? Orphan { get; private init; }

    /// <summary>
    /// The object that a retry is about, where the message was about an earlier one of the same name and that one is settled; null for the
    /// message's own.
    /// </summary>
    public ObjectKey? Successor { get; private init; }

    /// <summary>
    /// Whether the message was not worked on to its end: it comes back as it is, with the neighbours that it names. A later one would name
    /// others.
    /// </summary>
    public bool IsUndone { get; private init; }

    /// <summary>Whether it counts as an attempt; not when an open circuit kept it from the gateway.</summary>
    public bool IsAttempt { get; private init; } = true;

    /// <summary>How often the chain of retries tried the API's URL in vain, this time included; 0 where the URL is not what is to be tried again.</summary>
    public int Probes { get; private init; }

    /// <summary>Whether the audit that the message may have asked for is done with.</summary>
    public bool IsAudited { get; private init; }

    /// <summary>What it comes down to.</summary>
    public OutcomeKind Kind => this switch
    {
        { ComeBack: false } => OutcomeKind.Done,
        { IsUndone: true } => OutcomeKind.Undone,
        { Failed: true } => IsAttempt ? OutcomeKind.Failed : OutcomeKind.HeldBack,
        { Probes: > 0 } => OutcomeKind.Probing,
        _ => OutcomeKind.Pending,
    };

    /// <summary>The same, and the audit is done with.</summary>
    /// <returns>The outcome.</returns>
    public Outcome Audited() => this with { IsAudited = true };

    /// <summary>The same, and the API's URL is to be tried again. That alone is no attempt at anything else.</summary>
    /// <param name="probes">How often it was tried in vain.</param>
    /// <returns>The outcome.</returns>
    public Outcome TriedInVain(int probes) => this with { ComeBack = true, Probes = probes, IsAttempt = ComeBack && IsAttempt };

    /// <summary>The same, and a retry is about the object that is there now.</summary>
    /// <param name="key">That object.</param>
    /// <returns>The outcome.</returns>
    public Outcome About(ObjectKey key) => this with { Successor = key };

    /// <summary>Come back soon: something that others do is not done yet.</summary>
    /// <param name="inDoubt">Whether the gateway may have been written without the object's record knowing.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Pending(bool inDoubt = false) => new() { ComeBack = true, InDoubt = inDoubt };

    /// <summary>Come back later, with the same message: it was not worked on to its end.</summary>
    /// <param name="inDoubt">Whether the gateway may have been written without the object's record knowing.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Undone(bool inDoubt) => FailedForNow(inDoubt) with { IsUndone = true };

    /// <summary>Come back later: something failed in a way that passes.</summary>
    /// <param name="inDoubt">Whether the gateway may have been written without the object's record knowing.</param>
    /// <param name="retryAfter">How long somebody asked to be left alone.</param>
    /// <param name="orphan">What the entry of an object that is gone, or being deleted, may still hold.</param>
    /// <returns>The outcome.</returns>
    public static Outcome FailedForNow(bool inDoubt, TimeSpan? retryAfter = null, ApiRegistration? orphan = null) =>
        new() { ComeBack = true, Failed = true, InDoubt = inDoubt, RetryAfter = retryAfter, Orphan = orphan };

    /// <summary>Come back later: the gateway is away.</summary>
    /// <param name="inDoubt">Whether the gateway may have been written without the object's record knowing.</param>
    /// <param name="cause">How that showed.</param>
    /// <param name="orphan">What the entry of an object that is gone, or being deleted, may still hold.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Unavailable(bool inDoubt, GatewayUnavailableException cause, ApiRegistration? orphan = null)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return FailedForNow(inDoubt, cause.RetryAfter, orphan) with { IsAttempt = cause is not CircuitOpenException };
    }
}
