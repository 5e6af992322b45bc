namespace ApiBridge.LocalStack.Progress;

/// <summary>Shows how far the APIs have come.</summary>
internal interface IProgressView
{
    /// <summary>Follows snapshots until they end.</summary>
    Task ShowAsync(IAsyncEnumerable<ProgressSnapshot> snapshots);
}
