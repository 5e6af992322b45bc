namespace ApiBridge.EventBridge.Watching;

/// <summary>A resource to find by discovery, and how to narrow its watch.</summary>
internal sealed record WatchedResource(string Group, string Version, string Plural, string LabelSelector = "", string FieldSelector = "")
{
    /// <summary>Whether the bridge does its part without it: then it may be missing, or forbidden.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The name of its CustomResourceDefinition, and its name in logs.</summary>
    public override string ToString() => $"{Plural}.{Group}";
}
