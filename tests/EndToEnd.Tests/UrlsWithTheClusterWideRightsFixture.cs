using ApiBridge.LocalStack.Running;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>The same with the rights of the manifests alone.</summary>
public sealed class UrlsWithTheClusterWideRightsFixture : ServiceAccountsFixture
{
    /// <inheritdoc/>
    protected override bool IsSingleNamespace => false;

    /// <inheritdoc/>
    protected override StackOptions Adjust(StackOptions options) => TriedUrls.In(base.Adjust(options));
}
