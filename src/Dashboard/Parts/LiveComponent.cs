using System.Threading.Channels;
using Microsoft.AspNetCore.Components;

namespace ApiBridge.Dashboard.Parts;

/// <summary>A part of a page that is drawn anew when what it shows has changed, many changes at a time, and now and then for the ages in it.</summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Ageing = TimeSpan.FromSeconds(15);
    private readonly CancellationTokenSource _gone = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task _following = Task.CompletedTask;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>The time.</summary>
    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Ends with the part.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Something has changed; any thread may say so.</summary>
    protected void Notice() => _news.Writer.TryWrite(true);

    /// <inheritdoc cref="Notice()"/>
    /// <param name="sender">What has changed.</param>
    /// <param name="e">Nothing.</param>
    protected void Notice(object? sender, EventArgs e) => Notice();

    /// <summary>Begins to listen to what may change.</summary>
    protected abstract void Follow();

    /// <summary>Listens no more.</summary>
    protected abstract void Unfollow();

    /// <summary>Takes in what has changed, before it is drawn.</summary>
    protected virtual Task RefreshAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Follow();
        await RefreshAsync();
        _following = KeepAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Unfollow();
        await _gone.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what else was begun.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    private async Task KeepAsync()
    {
        try
        {
            while (true)
            {
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(Gone);
                await Task.WhenAny(Task.Delay(Ageing, Time, wait.Token), _news.Reader.WaitToReadAsync(wait.Token).AsTask());
                await wait.CancelAsync();
                Gone.ThrowIfCancellationRequested();
                _news.Reader.TryRead(out _);
                await InvokeAsync(async () =>
                {
                    await RefreshAsync();
                    StateHasChanged();
                });
                await Task.Delay(Pause, Time, Gone);
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The part is gone.
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
