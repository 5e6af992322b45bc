using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of a Component.</summary>
/// <param name="Name">Which it is.</param>
/// <param name="Entries">The entries of its APIs, in order; null when it is there and can't be read.</param>
internal sealed record ComponentSnapshot(ComponentName Name, KnownEntry[]? Entries)
{
    /// <summary>Reads a Component of whatever version; what is no entry, and one without a uid, is passed over.</summary>
    public static ComponentSnapshot Read(JsonElement element)
    {
        var metadata = element.Child("metadata");
        return new(
            ComponentName.Of(metadata.Text("namespace"), metadata.Text("name")),
            [
                .. ComponentEntries.Of(element)
                    .Select(place => (Uid: place.Entry.Text("uid"), place.Entry))
                    .Where(place => place.Uid.Length > 0)
                    .Select(place => new KnownEntry(Fingerprint.Of(place.Uid), EntryContent.Of(place.Entry))),
            ]);
    }

    /// <summary>What is remembered of one that can't be read.</summary>
    public static ComponentSnapshot ReadRest(UnreadableObject found) => new(ComponentName.Of(found.Namespace, found.Name), Entries: null);
}
