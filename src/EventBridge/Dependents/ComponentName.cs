namespace ApiBridge.EventBridge.Dependents;

/// <summary>A Component.</summary>
internal readonly record struct ComponentName(string Namespace, string Name)
{
    /// <summary>One to remember: the APIs of a Component name the same one.</summary>
    public static ComponentName Of(string @namespace, string name) => new(StringPool.Share(@namespace), StringPool.Share(name));
}
