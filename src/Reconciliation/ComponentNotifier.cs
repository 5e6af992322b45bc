using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Statuses;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation;

/// <summary>Tells an API's Component what became of the API, and the API's status how that went.</summary>
internal sealed partial class ComponentNotifier(IComponentStore components, ILogger<ComponentNotifier> logger)
{
    /// <summary>Brings the Component's entry in line with a draft, and sets the draft's condition.</summary>
    /// <param name="api">The API.</param>
    /// <param name="draft">The status it shall have.</param>
    /// <param name="ready">Whether its implementation is ready.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it went; null when the API names no Component, or one that can't be told.</returns>
    public async Task<ComponentFeedback?> TellAsync(ExposedApi api, StatusDraft draft, bool ready, CancellationToken cancellationToken)
    {
        if (api.Component is not { } component)
        {
            draft.Set(ConditionTypes.ComponentNotified, ConditionStatus.Unknown, ConditionReasons.NoComponent, "the API names no Component");
            return null;
        }

        if (!component.IsValid)
        {
            draft.Set(
                ConditionTypes.ComponentNotified,
                ConditionStatus.False,
                ConditionReasons.ComponentInvalid,
                $"{component.Field} is '{Excerpt.Of(component.Name)}', which can't be the name of a Component: name the one in namespace {api.Key.Namespace} that the API belongs to");
            return null;
        }

        try
        {
            var feedback = await components.TellAsync(
                api, component, new(ready, draft.Url, draft.DeveloperUI, draft.IsWithdrawn), cancellationToken);
            SetCondition(api, component, draft, feedback);
            return feedback;
        }
        catch (UnreadableObjectException exception)
        {
            LogUnreadable(api.Key, exception.Message);
            draft.Set(
                ConditionTypes.ComponentNotified,
                ConditionStatus.False,
                ConditionReasons.ComponentUnreadable,
                $"Component {component.Name} can't be read: {exception.Found.Reason}; mend it");
            return null;
        }
        catch (ConflictException exception)
        {
            // It is the Component that moves, not the object: what the gateway holds is recorded all the same.
            LogContested(api.Key, exception.Message);
            draft.Set(
                ConditionTypes.ComponentNotified,
                ConditionStatus.False,
                ConditionReasons.EntryPending,
                $"Component {Excerpt.Of(component.Name)} changed under every try to write this API's entry");
            return ComponentFeedback.EntryPending;
        }
    }

    private static void SetCondition(ExposedApi api, ComponentReference component, StatusDraft draft, ComponentFeedback feedback)
    {
        var name = Excerpt.Of(component.Name);
        var told = feedback is ComponentFeedback.EntryUpdated or ComponentFeedback.EntryUnchanged;
        draft.Set(
            ConditionTypes.ComponentNotified,
            told ? ConditionStatus.True : ConditionStatus.False,
            told ? ConditionReasons.EntryUpdated : feedback.ToString(),
            feedback switch
            {
                _ when told => $"Component {name} carries the API's state",
                ComponentFeedback.EntryPending => $"Component {name} has no entry for this API yet",
                _ => $"there is no Component {name} in namespace {api.Key.Namespace}",
            });
    }

    [LoggerMessage(60, LogLevel.Debug, "{Key}: {Reason}")]
    private partial void LogContested(ObjectKey key, string reason);

    [LoggerMessage(61, LogLevel.Warning, "{Key}: its Component can't be read: {Reason}")]
    private partial void LogUnreadable(ObjectKey key, string reason);
}
