using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>The Component an API belongs to, in the API's own namespace.</summary>
/// <param name="Name">The Component's name, as it is written: <see cref="IsValid"/> tells whether it is one.</param>
/// <param name="Uid">Its uid; empty when only the label names it.</param>
public sealed record ComponentReference(string Name, string Uid)
{
    /// <summary>The label by which the Canvas marks what belongs to a Component.</summary>
    public const string Label = "oda.tmforum.org/componentName";

    private const string CanvasGroup = "oda.tmforum.org";

    /// <summary>Where the object names it, as a path from the object's root.</summary>
    public string Field => Uid.Length > 0 ? "metadata.ownerReferences[].name" : $"metadata.labels[{Label}]";

    /// <summary>Whether a Component can have this name. Anybody can write one, and it becomes part of a request's path.</summary>
    public bool IsValid => KubernetesName.IsValid(Name);

    /// <summary>Reads an object's owner, or else its label.</summary>
    /// <param name="metadata">The object's metadata.</param>
    /// <param name="apiVersion">The object's own version: a Component is served by the same group. Empty for the Canvas's.</param>
    internal static ComponentReference? Read(JsonElement metadata, string apiVersion)
    {
        var group = apiVersion.Length == 0 ? CanvasGroup : GroupOf(apiVersion);
        foreach (var owner in metadata.Items("ownerReferences"))
        {
            if (owner.Text("kind") == "Component" && GroupOf(owner.Text("apiVersion")) == group && owner.Text("name") is { Length: > 0 } owning)
            {
                return new(owning, owner.Text("uid"));
            }
        }

        return metadata.Child("labels").Text(Label) is { Length: > 0 } name ? new(name, string.Empty) : null;
    }

    // Of group/version alone; the core group has no name.
    private static string GroupOf(string apiVersion) => apiVersion.Split('/') is [var group, _] ? group : string.Empty;
}
