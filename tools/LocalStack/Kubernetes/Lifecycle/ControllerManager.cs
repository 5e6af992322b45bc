using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.LocalStack.Kubernetes.Lifecycle;

/// <summary>Shows the store's changes to the controllers, as kube-controller-manager does for a real server.</summary>
internal sealed partial class ControllerManager(
    ObjectStore store, IReadOnlyList<IController> controllers, ILogger<ControllerManager> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Starts with what is in the store.</summary>
    public void Start() => _running = RunAsync(_stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            // A subscription that lagged too far behind ends; a new one starts over with all there is.
            using var watch = store.Watch(resource: null);
            foreach (var resource in store.Resources)
            {
                foreach (var existing in store.List(resource).Objects)
                {
                    Observe(new StoreChange(existing.Revision, resource, null, existing, Removed: false));
                }
            }

            await foreach (var signal in watch.Signals.ReadAllAsync(stopping))
            {
                if (signal is StoreChange change)
                {
                    Observe(change);
                }
            }
        }
    }

    private void Observe(StoreChange change)
    {
        foreach (var controller in controllers)
        {
            try
            {
                controller.Observe(change);
            }
            catch (Exception unexpected)
            {
                // One change that a controller can't take must not end all others.
                LogFailed(logger, unexpected, change.Resource, change.Current.Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A controller failed over {Resource} {Name}")]
    private static partial void LogFailed(
        ILogger logger, Exception unexpected, Resources.GroupResource resource, Objects.ObjectName name);
}
