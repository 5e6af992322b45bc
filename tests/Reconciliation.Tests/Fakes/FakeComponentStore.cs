using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One worker's line to the Component.</summary>
internal sealed class FakeComponentStore(FakeComponent component, Steps steps) : IComponentStore
{
    public async Task<ComponentFeedback> TellAsync(
        ExposedApi api, ComponentReference reference, string? url, string? developerUI, bool ready, CancellationToken cancellationToken)
    {
        await steps.AtAsync("tell");
        var feedback = Tell(api.Key.Uid, reference, url, developerUI, ready);
        await steps.AtAsync("tell done");
        return feedback;
    }

    private ComponentFeedback Tell(string uid, ComponentReference reference, string? url, string? developerUI, bool ready)
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

        var wanted = new ComponentEntry { Url = url ?? entry.Url, DeveloperUI = developerUI ?? entry.DeveloperUI, Ready = ready };
        if (wanted == entry)
        {
            return ComponentFeedback.EntryUnchanged;
        }

        component.Entries[uid] = wanted;
        component.Writes++;
        return ComponentFeedback.EntryUpdated;
    }
}
