using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>Says which permission is missing, so that a 403 can be mended without a search.</summary>
internal static class RbacRule
{
    public static string For(GroupVersionResource resource, string? @namespace, params ReadOnlySpan<string?> verbs)
    {
        var kind = @namespace is null ? "ClusterRole" : $"Role in namespace {@namespace}";
        return $"Add to the bridge's {kind}: - apiGroups: [\"{resource.Group}\"], resources: [\"{resource.Plural}\"], "
            + $"verbs: [{string.Join(", ", verbs)}]";
    }
}
