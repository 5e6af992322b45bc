using ApiBridge.LocalStack.Running;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>A stack on a real kube-apiserver that tries its APIs' URLs.</summary>
public sealed class UrlsOnTheKubeApiServerFixture : KubeApiServerFixture
{
    /// <inheritdoc/>
    protected override StackOptions Adjust(StackOptions options) => TriedUrls.In(options);
}
