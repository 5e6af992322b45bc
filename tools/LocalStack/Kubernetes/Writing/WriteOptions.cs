namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>How a write is to be done.</summary>
/// <param name="DryRun">Answer as if it were done, and do nothing.</param>
/// <param name="FieldValidation">What unknown fields lead to: <c>Ignore</c>, <c>Warn</c> or <c>Strict</c>.</param>
internal sealed record WriteOptions(bool DryRun = false, string FieldValidation = "Ignore")
{
    /// <summary>What the answer warns of; the writer adds to it.</summary>
    public ICollection<string> Warnings { get; } = [];
}
