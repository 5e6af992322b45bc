using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One worker's line to the Component.</summary>
internal sealed class FakeComponentStore(FakeComponent component, Steps steps) : IComponentStore
{
    public async Task<ComponentFeedback> TellAsync(
        ExposedApi api, ComponentReference reference, ApiExposure exposure, CancellationToken cancellationToken)
    {
        await steps.AtAsync("tell", cancellationToken);
        var feedback = Tell(api.Key.Uid, reference, exposure);
        await steps.AtAsync("tell done", cancellationToken);
        return feedback;
    }

    private ComponentFeedback Tell(string uid, ComponentReference reference, ApiExposure exposure)
    {
        if (!component.Exists || reference.Name != "catalog")
        {
            return ComponentFeedback.ComponentNotFound;
        }

        if (component.IsContested)
        {
            throw new ConflictException("the Component moved under every try");
        }

        if (!component.Entries.TryGetValue(uid, out var entry))
        {
            return ComponentFeedback.EntryPending;
        }

        var wanted = new ComponentEntry
        {
            Url = exposure.IsWithdrawn ? null : exposure.Url ?? entry.Url,
            DeveloperUI = exposure.IsWithdrawn ? null : exposure.DeveloperUI ?? entry.DeveloperUI,
            Ready = exposure.Ready,
        };
        if (wanted == entry)
        {
            return ComponentFeedback.EntryUnchanged;
        }

        component.Entries[uid] = wanted;
        component.Writes++;
        return ComponentFeedback.EntryUpdated;
    }
}
