using System.Net;
using ApiBridge.Domain;
using k8s.Autorest;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>What the Component operator does all the time: keeps an entry for each API of its Component, and none for those that are gone.</summary>
/// <param name="component">The Component.</param>
/// <param name="apis">Its APIs.</param>
/// <param name="listOf">The list that an API of that name belongs to.</param>
internal sealed class ComponentEntries(TestComponent component, CustomObjects apis, Func<string, string> listOf) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public void Start() => _work = KeepAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var living = (await apis.ListAsync()).Select(ExposedApi.Parse).Where(api => !api.IsBeingDeleted);
                await component.KeepEntriesAsync([.. living.Select(api => (listOf(api.Key.Name), api.Key))]);
            }
            catch (HttpOperationException conflict) when (conflict.Response.StatusCode is HttpStatusCode.Conflict)
            {
                // A worker wrote in between: next time.
            }

            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
