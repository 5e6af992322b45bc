namespace ApiBridge.EndToEnd.Tests;

/// <summary>The stack on a real kube-apiserver, with the controllers that collect what a Component owned.</summary>
public class KubeApiServerFixture : StackFixture
{
    private RealKubernetes? _server;

    /// <inheritdoc/>
    public override string? Missing => RealKubernetes.IsAvailable ? null : RealKubernetes.Unavailable;

    /// <inheritdoc/>
    protected override async Task<string?> StartClusterAsync(CancellationToken cancellationToken)
    {
        _server = await RealKubernetes.StartAsync(new() { ControllerManager = true }, cancellationToken);
        return _server.KubeconfigPath;
    }

    /// <inheritdoc/>
    protected override ValueTask StopClusterAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
