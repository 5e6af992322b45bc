namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>A resource's name across its versions.</summary>
/// <param name="Group">The API group, empty for the core group.</param>
/// <param name="Resource">The plural, for example <c>exposedapis</c>.</param>
internal readonly record struct GroupResource(string Group, string Resource)
{
    /// <summary><c>exposedapis.oda.tmforum.org</c>, or the plural alone for the core group.</summary>
    public override string ToString() => Group.Length == 0 ? Resource : $"{Resource}.{Group}";
}
