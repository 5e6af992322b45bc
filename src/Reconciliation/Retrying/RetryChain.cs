using ApiBridge.Domain;
using ApiBridge.Reconciliation.Statuses;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>
/// A failure is tried again by a message that is put off further and further. An object is looked at for other reasons meanwhile, again
/// and again, and if each of these looks were to put off a message of its own, a long outage would add them up.
/// </summary>
internal static class RetryChain
{
    /// <summary>What a look that failed leaves to do: nothing where a message for the same failure is on its way already.</summary>
    /// <param name="apiEvent">Why the object was looked at.</param>
    /// <param name="api">The object as it was read.</param>
    /// <param name="failure">The reason that its Registered condition gives for such a failure.</param>
    /// <param name="draft">The status to be written; it takes down what the message that is on its way can't know.</param>
    /// <param name="outcome">How the look failed.</param>
    public static Outcome Continue(ApiEvent apiEvent, ExposedApi api, string failure, StatusDraft draft, Outcome outcome)
    {
        // A message that comes again may be one whose worker died before it put the next one off. And of what a namesake left on the
        // gateway only the message about that one knows.
        if (apiEvent.Reason is EventReason.Retry || apiEvent.InDoubt || apiEvent.IsAboutNamesakeOf(api) || !HasStarted(api, failure))
        {
            return outcome;
        }

        if (outcome.InDoubt)
        {
            draft.SetUnanswered();
        }

        return Outcome.Done;
    }

    // It starts with the look that first writes the failure down.
    private static bool HasStarted(ExposedApi api, string failure) =>
        api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.False } condition
        && condition.Reason == failure
        && (api.IsBeingDeleted || api.Status.ObservedSpecHash == api.SpecHash);
}
