using System.Diagnostics.CodeAnalysis;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Reconciliation.Tracing;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Storage;
using ApiBridge.Shared.Tracing;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Poison;

/// <summary>
/// Takes one message from a poison queue: keeps it, untouched, in the dead-letter queue, and says on the object that the queue gave up.
/// </summary>
internal sealed partial class PoisonedEventHandler
{
    private const int MaxAttempts = 8;

    // The storage client tries for minutes, and a host that stops waits for half a minute.
    private static readonly TimeSpan LongestKeep = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestMarkInDrain = TimeSpan.FromSeconds(5);

    private readonly EventIntake _intake;
    private readonly IExposedApiStore _store;
    private readonly GatewayEntries _entries;
    private readonly RawQueues _queues;
    private readonly ReconcileOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PoisonedEventHandler> _logger;

    public PoisonedEventHandler(
        EventIntake intake,
        IExposedApiStore store,
        GatewayEntries entries,
        RawQueues queues,
        IOptions<ReconcileOptions> options,
        TimeProvider time,
        ILogger<PoisonedEventHandler> logger) =>
        (_intake, _store, _entries, _queues, _options, _time, _logger) = (intake, store, entries, queues, options.Value, time, logger);

    /// <summary>Handles a poisoned message. Once it is kept it is done with, whatever comes of the object's mark: this then returns.</summary>
    /// <param name="text">The message as it is on the wire: base64, or anything else.</param>
    /// <param name="cancellationToken">The host is draining: what was begun is ended, within seconds.</param>
    /// <returns>A task that ends when the message is kept, and its object marked if that can be.</returns>
    /// <exception cref="OperationCanceledException">The host was draining before anything was done.</exception>
    /// <exception cref="RequestFailedException">The dead-letter queue refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the dead-letter queue could be had.</exception>
    /// <exception cref="TimeoutException">The dead-letter queue did not take it in time.</exception>
    public async Task HandleAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var kept = _queues.Names.DeadLetterQueue;
        var (apiEvent, problem) = Read(text);
        using var span = WorkerSpans.StartDeadLetter(apiEvent, kept);
        try
        {
            await KeepAsync(kept, text);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }

        if (apiEvent is null)
        {
            ReconciliationMetrics.GaveUp(apiEvent, GivenUpCause.Malformed);
            LogMalformed(problem, kept);
        }
        else
        {
            ReconciliationMetrics.GaveUp(apiEvent, _intake.IsFresh(apiEvent) ? GivenUpCause.Failed : GivenUpCause.TooOld);
            LogPoisoned(apiEvent.Key, apiEvent.Reason, kept);
            await TryMarkAsync(apiEvent, kept, cancellationToken);
        }
    }

    private (ApiEvent? Event, string Problem) Read(string text)
    {
        try
        {
            return (_intake.ReadText(text), string.Empty);
        }
        catch (MalformedEventException exception)
        {
            return (null, exception.Message);
        }
    }

    // A drain does not end it: a copy that is cancelled may have been taken all the same, and would be made once more.
    private async Task KeepAsync(string queue, string text)
    {
        using var limit = new TimeLimit(LongestKeep, _time, CancellationToken.None);
        try
        {
            await _queues.SendAsync(queue, text, limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsReached)
        {
            throw new TimeoutException($"{queue} did not take a message within {LongestKeep}", exception);
        }
    }

    // The message is kept already, and one that comes again would be kept once more, each time.
    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is that keeps an object from being marked, the message is done with.")]
    private async Task TryMarkAsync(ApiEvent apiEvent, string queue, CancellationToken cancellationToken)
    {
        var key = apiEvent.Key;
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        await using var drain = cancellationToken.Register(() => limit.CancelAfter(LongestMarkInDrain));
        try
        {
            if (!apiEvent.Leaving)
            {
                await MarkAsync(apiEvent, queue, limit.Token); // One that is out of scope is not written but to release it.
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogNotMarked(key, cancellationToken.IsCancellationRequested ? "the host stops" : $"the time for it, {_options.Timeout}, was up");
        }
        catch (Exception exception) when (
            exception is ClusterUnavailableException or ConflictException or RejectedPatchException or ResourceNotServedException
                or UnreadableObjectException)
        {
            LogNotMarked(key, exception.Message);
        }
        catch (Exception exception)
        {
            LogMarkFailed(exception, key);
        }
    }

    private async Task MarkAsync(ApiEvent apiEvent, string queue, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await _store.FindAsync(apiEvent.Key, cancellationToken) is { } api)
                {
                    await MarkAsync(api, apiEvent, queue, cancellationToken);
                }

                return;
            }
            catch (ConflictException) when (attempt < MaxAttempts)
            {
                // Somebody changed the object meanwhile, which settles nothing of what the message's workers did.
            }
        }
    }

    // Its workers may have written to the gateway, and no later message knows: so the entry is in doubt even where a later one got through.
    private async Task MarkAsync(ExposedApi api, ApiEvent apiEvent, string queue, CancellationToken cancellationToken)
    {
        if (api is { IsPaused: true, IsBeingDeleted: false })
        {
            await MarkPausedAsync(api, cancellationToken);
            return;
        }

        var draft = new StatusDraft(api, StatusProof.Of(api, _entries), _time);
        draft.SetUnanswered();
        if (GotThrough(api) || apiEvent.IsAboutUrl)
        {
            await _store.PatchStatusAsync(api, draft.Patch(), cancellationToken);
            return;
        }

        var next = api.IsBeingDeleted ? "the resync tries again" : "a change of the spec tries again";
        var message = $"its message failed until the queue gave up on it and is kept in {queue}; {next}, and so does: apibridge poison redrive {api.Key}";
        draft.Set(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RetriesExhausted, message);
        await _store.PatchStatusAsync(api, draft.Patch(), cancellationToken);
        if (draft.ConditionChanged(ConditionTypes.Registered) is not null)
        {
            await _store.WarnAsync(api, ConditionReasons.RetriesExhausted, message, cancellationToken);
        }
    }

    // The end of the pause tries again. Why it is not done until then, the object says.
    private async Task MarkPausedAsync(ExposedApi api, CancellationToken cancellationToken)
    {
        var patch = PausedStatus.PatchOf(api, isUnrecorded: true, gatewayWrites: 0, leftover: null, _time);
        if (patch.Count > 0)
        {
            await _store.PatchStatusAsync(api, patch, cancellationToken);
        }
    }

    // By a later message.
    private static bool GotThrough(ExposedApi api) => api.IsBeingDeleted
        ? !api.HasFinalizer
        : api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.True } && api.Status.ObservedSpecHash == api.SpecHash;

    [LoggerMessage(30, LogLevel.Error, "A poisoned message is no event for this worker: {Problem} It is kept in {Queue}.")]
    private partial void LogMalformed(string problem, string queue);

    [LoggerMessage(32, LogLevel.Warning, "{Key} could not be marked as given up: {Reason}")]
    private partial void LogNotMarked(ObjectKey key, string reason);

    [LoggerMessage(36, LogLevel.Error, "{Key} could not be marked as given up")]
    private partial void LogMarkFailed(Exception exception, ObjectKey key);

    [LoggerMessage(31, LogLevel.Error, "{Key}: its message ({Reason}) failed until the queue gave up on it. It is kept in {Queue}.")]
    private partial void LogPoisoned(ObjectKey key, EventReason reason, string queue);
}
