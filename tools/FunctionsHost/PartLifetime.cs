namespace ApiBridge.FunctionsHost;

/// <summary>The lifetime of the .NET hosts that this one is made of. A signal is this host's affair alone: it ends them in its own order.</summary>
internal sealed class PartLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
