using ApiBridge.LocalStack.Running;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>A stack on the Kubernetes API emulator that tries its APIs' URLs.</summary>
public sealed class UrlsOnTheEmulatorFixture : StackFixture
{
    /// <inheritdoc/>
    protected override StackOptions Adjust(StackOptions options) => TriedUrls.In(options);
}
