namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>Creates, changes, deletes and replaces objects for as long as it lives, whether the server answers or not.</summary>
internal sealed class Churn : IAsyncDisposable
{
    private const int Names = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private readonly ApiCollection _apis;
    private readonly Running _running;
    private readonly Random _random = new(Seed: 7);
    private int _done;

    public Churn(ApiCollection apis)
    {
        _apis = apis;
        _running = new(RunAsync);
    }

    /// <summary>Waits until so many further writes succeeded.</summary>
    public async Task GoesOnAsync(int writes)
    {
        var wanted = Volatile.Read(ref _done) + writes;
        await Deadline.UntilAsync(() => Volatile.Read(ref _done) >= wanted, $"{writes} writes succeeded");
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var name = $"api-{_random.Next(Names)}";
            try
            {
                await (_random.Next(3) switch
                {
                    0 => _apis.CreateAsync(name),
                    1 => _apis.ChangeAsync(name),
                    _ => _apis.DeleteAsync(name),
                });
                Interlocked.Increment(ref _done);
            }
            catch (HttpRequestException)
            {
                // It is there already, it isn't there, or the server is not.
            }

            await Task.Delay(Pace, TimeProvider.System, cancellationToken);
        }
    }
}
