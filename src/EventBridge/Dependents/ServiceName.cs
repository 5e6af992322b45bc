namespace ApiBridge.EventBridge.Dependents;

/// <summary>A Service.</summary>
internal readonly record struct ServiceName(string Namespace, string Name)
{
    /// <summary>One to remember: many objects name the same Service, and more the same namespace.</summary>
    public static ServiceName Of(string @namespace, string name) => new(StringPool.Share(@namespace), StringPool.Share(name));
}
