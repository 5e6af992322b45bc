using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// Calls that many ask for at once, made once for all of them. Who comes while one is under way shares the next with everybody else who
/// came meanwhile. So a call begins after it was asked for, and sees all that was written before; unless one of before will do.
/// </summary>
/// <typeparam name="TScope">What a call is about; those about different things go on side by side.</typeparam>
/// <typeparam name="TItem">What each asks for.</typeparam>
/// <typeparam name="TResult">What all of them are told.</typeparam>
/// <param name="call">Calls, for all who asked. Nobody's token ends it: it is others' as well, and has a time limit of its own.</param>
internal sealed class SharedCalls<TScope, TItem, TResult>(Func<TScope, IReadOnlyCollection<TItem>, Task<TResult>> call)
    where TScope : notnull
{
    private readonly Lock _lock = new();

    // A scope is in here while a call is under way, with those who wait.
    private readonly Dictionary<TScope, List<Waiter>> _waiting = [];

    /// <summary>Asks for an item.</summary>
    /// <param name="scope">What about.</param>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait, not the call.</param>
    /// <param name="willDo">Whether the answer to a call that is under way already is good enough; by default none is.</param>
    /// <returns>The answer to a call that begins from now on and has the item in it, or to one that will do. What it fails with, all who
    /// share it are told.</returns>
    public Task<TResult> CallAsync(TScope scope, TItem item, CancellationToken cancellationToken, Predicate<TResult>? willDo = null)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(scope, out var waiting))
            {
                var waiter = new Waiter(item, willDo, Activity.Current);
                waiting.Add(waiter);
                return waiter.Answer.Task.WaitAsync(cancellationToken);
            }

            _waiting[scope] = [];
        }

        return LeadAsync(scope, [item]).WaitAsync(cancellationToken);
    }

    private async Task<TResult> LeadAsync(TScope scope, HashSet<TItem> items)
    {
        Predicate<Waiter> isServed = _ => false;
        try
        {
            var answer = await call(scope, items);
            isServed = waiter => waiter.Takes(answer);
            return answer;
        }
        finally
        {
            if (Next(scope, isServed) is { Count: > 0 } next)
            {
                _ = AnswerAsync(scope, next);
            }
        }
    }

    // Those for whom the call came too early.
    private List<Waiter> Next(TScope scope, Predicate<Waiter> isServed)
    {
        lock (_lock)
        {
            var waiting = _waiting[scope];
            waiting.RemoveAll(isServed);
            if (waiting.Count == 0)
            {
                _waiting.Remove(scope);
            }
            else
            {
                _waiting[scope] = [];
            }

            return waiting;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, those who wait are told.")]
    private async Task AnswerAsync(TScope scope, List<Waiter> waiting)
    {
        Activity.Current = waiting[0].Span; // Not that of the call before: it is a part of what the first of them does.
        try
        {
            var answer = await LeadAsync(scope, [.. waiting.Select(waiter => waiter.Item)]);
            waiting.ForEach(waiter => waiter.Answer.SetResult(answer));
        }
        catch (Exception exception)
        {
            waiting.ForEach(waiter => waiter.Answer.SetException(exception));
        }
    }

    private sealed record Waiter(TItem Item, Predicate<TResult>? WillDo, Activity? Span)
    {
        public TaskCompletionSource<TResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Takes(TResult answer) => WillDo?.Invoke(answer) is true && Answer.TrySetResult(answer);
    }
}
