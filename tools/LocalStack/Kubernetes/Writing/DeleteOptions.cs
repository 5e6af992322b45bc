namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>How an object is to be deleted: metav1.DeleteOptions.</summary>
/// <param name="PropagationPolicy">What becomes of dependents: <c>Background</c>, <c>Foreground</c>, <c>Orphan</c>, or null.</param>
/// <param name="DryRun">Answer as if it were done, and do nothing.</param>
internal sealed record DeleteOptions(string? PropagationPolicy = null, bool DryRun = false)
{
    /// <summary>Which object is meant.</summary>
    public Preconditions Preconditions { get; init; } = Preconditions.None;

    /// <summary>The finalizer that stands for the policy, or null.</summary>
    public string? Finalizer => PropagationPolicy switch
    {
        "Foreground" => Finalization.Foreground,
        "Orphan" => Finalization.Orphan,
        _ => null,
    };
}
