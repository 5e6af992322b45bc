using ApiBridge.LocalStack.Running;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>
/// The stack on a real kube-apiserver, with a Component operator that takes two seconds from reading a Component's lists to writing them, and
/// the product's own waits.
/// </summary>
public sealed class SlowOperatorFixture : KubeApiServerFixture
{
    /// <inheritdoc/>
    protected override StackOptions Adjust(StackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            OperatorHabits = new() { EntryDelay = TimeSpan.Zero, WritePause = TimeSpan.FromSeconds(2) },
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal),
        };
    }
}
