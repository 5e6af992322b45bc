namespace ApiBridge.LocalStack.Running;

/// <summary>Notices the first part of the stack that ends although nobody stopped it.</summary>
internal sealed class PartWatch
{
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    /// <summary>Completes with which part ended and why, in one line.</summary>
    public Task<string> Failed => _failed.Task;

    /// <summary>From here on parts end because they are stopped.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Watches what only ends by itself when it fails; being stopped in order is no failure.</summary>
    public void Watch(string part, Task work) => _ = WatchAsync(part, work);

    /// <summary>Watches a host, which stops when one of its services fails. One that follows a signal to the process has not failed.</summary>
    public void Watch(string part, IHost host)
    {
        var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(
            () => Report(part, services.Select(service => service.ExecuteTask?.Exception?.GetBaseException()).FirstOrDefault(failure => failure is not null)));
    }

    private async Task WatchAsync(string part, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.Exception is { } failure)
        {
            Report(part, failure.GetBaseException());
        }
    }

    private void Report(string part, Exception? failure)
    {
        if (failure is not null && !_stopping)
        {
            _failed.TrySetResult($"{part} ended by itself: {failure.Message}");
        }
    }
}
