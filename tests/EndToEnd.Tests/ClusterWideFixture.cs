namespace ApiBridge.EndToEnd.Tests;

/// <summary>With the rights for the whole cluster.</summary>
public sealed class ClusterWideFixture : ServiceAccountsFixture
{
    /// <inheritdoc/>
    protected override bool IsSingleNamespace => false;
}
