namespace ApiBridge.LocalStack.Running;

/// <summary>What has to be stopped, the last started first. One stop that fails keeps no other from being tried.</summary>
internal sealed class Teardown : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _stops = new();

    public T Push<T>(T part)
        where T : IAsyncDisposable
    {
        _stops.Push(part.DisposeAsync);
        return part;
    }

    public void Push(Func<ValueTask> stop) => _stops.Push(stop);

    /// <summary>Starts a service or a host, to be stopped and disposed of with the rest.</summary>
    public Task RunAsync<T>(T service, CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        Push(async () =>
        {
            await (service is IHost host ? host.StopAsync(CancellationToken.None) : ((IHostedService)service).StopAsync(CancellationToken.None));
            service.Dispose();
        });
        return service is IHost started ? started.StartAsync(cancellationToken) : ((IHostedService)service).StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        var failures = new List<Exception>();
        while (_stops.TryPop(out var stop))
        {
            try
            {
                await stop();
            }
#pragma warning disable CA1031 // All of them are thrown together at the end.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new TeardownException(failures);
        }
    }

    /// <summary>Stops everything after a failure, which stays the first thing to be told when stopping fails as well.</summary>
    /// <exception cref="AggregateException">The failure, and what stopping failed with.</exception>
    public async Task StopAfterAsync(Exception failure)
    {
        try
        {
            await DisposeAsync();
        }
        catch (TeardownException leftover)
        {
            throw new AggregateException(failure, leftover);
        }
    }
}
