using ApiBridge.Domain;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Somebody who creates one API after the other until told to stop.</summary>
internal sealed class Users : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<List<ExposedApi>> _created;

    public Users(Apis apis) => _created = CreateAsync(apis);

    /// <summary>Stops.</summary>
    /// <returns>What was created.</returns>
    public async Task<IReadOnlyList<ExposedApi>> StopAsync()
    {
        await _stop.CancelAsync();
        return await _created;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_created).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task<List<ExposedApi>> CreateAsync(Apis apis)
    {
        List<ExposedApi> created = [];
        while (!_stop.IsCancellationRequested)
        {
            created.Add(await apis.CreateAsync($"api-{created.Count}"));
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }

        return created;
    }
}
