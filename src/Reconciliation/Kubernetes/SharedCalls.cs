using System.Diagnostics.CodeAnalysis;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// Calls that many ask for at once, made once for all of them. Who comes while one is under way shares the next with everybody else who
/// came meanwhile. So a call always begins after it was asked for, and sees all that was written before.
/// </summary>
/// <typeparam name="TScope">What a call is about; those about different things go on side by side.</typeparam>
/// <typeparam name="TItem">What each asks for.</typeparam>
/// <typeparam name="TResult">What all of them are told.</typeparam>
/// <param name="call">Calls, for all who asked. Nobody's token ends it: it is others' as well, and has a time limit of its own.</param>
internal sealed class SharedCalls<TScope, TItem, TResult>(Func<TScope, IReadOnlyCollection<TItem>, Task<TResult>> call)
    where TScope : notnull
{
    private readonly Lock _lock = new();

    // A scope is in here while a call is under way, with those who wait for the next.
    private readonly Dictionary<TScope, Waiting?> _scopes = [];

    /// <summary>Asks for an item.</summary>
    /// <param name="scope">What about.</param>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait, not the call.</param>
    /// <returns>The answer to a call that begins from now on and has the item in it. What it fails with, all who share it are told.</returns>
    public Task<TResult> CallAsync(TScope scope, TItem item, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_scopes.TryGetValue(scope, out var waiting))
            {
                waiting ??= _scopes[scope] = new();
                waiting.Items.Add(item);
                return waiting.Result.Task.WaitAsync(cancellationToken);
            }

            _scopes[scope] = null;
        }

        return LeadAsync(scope, [item]).WaitAsync(cancellationToken);
    }

    private async Task<TResult> LeadAsync(TScope scope, IReadOnlyCollection<TItem> items)
    {
        try
        {
            return await call(scope, items);
        }
        finally
        {
            if (Next(scope) is { } next)
            {
                _ = AnswerAsync(scope, next);
            }
        }
    }

    private Waiting? Next(TScope scope)
    {
        lock (_lock)
        {
            if (_scopes[scope] is { } next)
            {
                _scopes[scope] = null;
                return next;
            }

            _scopes.Remove(scope);
            return null;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, those who wait are told.")]
    private async Task AnswerAsync(TScope scope, Waiting waiting)
    {
        try
        {
            waiting.Result.SetResult(await LeadAsync(scope, waiting.Items));
        }
        catch (Exception exception)
        {
            waiting.Result.SetException(exception);
        }
    }

    private sealed class Waiting
    {
        public HashSet<TItem> Items { get; } = [];

        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
