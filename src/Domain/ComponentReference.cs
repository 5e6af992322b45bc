using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>The Component an API belongs to, in the API's own namespace.</summary>
/// <param name="Name">The Component's name.</param>
/// <param name="Uid">Its uid; empty when only the label names it.</param>
public sealed record ComponentReference(string Name, string Uid)
{
    /// <summary>The label by which the Canvas marks what belongs to a Component.</summary>
    public const string Label = "oda.tmforum.org/componentName";

    internal static ComponentReference? Read(JsonElement metadata)
    {
        foreach (var owner in metadata.Items("ownerReferences"))
        {
            if (owner.Text("kind") == "Component" && owner.Text("name") is { Length: > 0 } owning)
            {
                return new(owning, owner.Text("uid"));
            }
        }

        return metadata.Child("labels").Text(Label) is { Length: > 0 } name ? new(name, string.Empty) : null;
    }
}
