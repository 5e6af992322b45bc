using System.Diagnostics;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Tracing;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Storage;
using ApiBridge.Shared.Tracing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Takes one message from the live queue or the retry queue: the work behind both triggers.</summary>
public sealed partial class ApiEventHandler
{
    // The storage client tries for minutes. What the retry queue does not take, the host delivers again.
    private static readonly TimeSpan LongestPutOff = TimeSpan.FromSeconds(10);

    // Of a message that is put back as it came, for this worker only observes.
    private const string NotObserved = "NotObserved";

    private readonly EventIntake _intake;
    private readonly IReconciler _reconciler;
    private readonly IRetryQueue _retries;
    private readonly RetryDelay _delay;
    private readonly bool _observes;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiEventHandler> _logger;

    internal ApiEventHandler(
        EventIntake intake, IReconciler reconciler, IRetryQueue retries, RetryDelay delay, IOptions<ModeOptions> mode, TimeProvider time, ILogger<ApiEventHandler> logger) =>
        (_intake, _reconciler, _retries, _delay, _observes, _time, _logger) = (intake, reconciler, retries, delay, mode.Value.Observes, time, logger);

    /// <summary>The queues' names, for its spans.</summary>
    internal QueueNames Queues { get; init; } = new();

    /// <summary>Handles a message of the live queue. When it returns the message is done with; when it throws the host delivers it again.</summary>
    /// <param name="body">The message, after base64.</param>
    /// <param name="dequeueCount">How often it was delivered, this time included.</param>
    /// <param name="cancellationToken">The host is draining.</param>
    /// <returns>A task that ends when the work is done, or put off to the retry queue.</returns>
    /// <exception cref="MalformedEventException">It is no event for this worker; it ends in the poison queue.</exception>
    /// <exception cref="TimeoutException">What is left could not be put off, for the retry queue did not take it in time.</exception>
    public Task HandleAsync(BinaryData body, long dequeueCount, CancellationToken cancellationToken) =>
        HandleAsync(body, dequeueCount, Queues.EventsQueue, cancellationToken);

    /// <summary>The same with a message of the retry queue.</summary>
    /// <inheritdoc cref="HandleAsync(BinaryData, long, CancellationToken)"/>
    public Task HandleRetryAsync(BinaryData body, long dequeueCount, CancellationToken cancellationToken) =>
        HandleAsync(body, dequeueCount, Queues.RetryQueue, cancellationToken);

    private async Task HandleAsync(BinaryData body, long dequeueCount, string queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var received = _intake.ReadFresh(body);

        // A message that comes again was dropped half-way: what its worker did to the gateway is on no record.
        var apiEvent = received with { InDoubt = received.InDoubt || dequeueCount > 1 };
        using var span = WorkerSpans.StartReconcile(apiEvent, queue);
        try
        {
            await HandleAsync(apiEvent, span, cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private async Task HandleAsync(ApiEvent apiEvent, Activity? span, CancellationToken cancellationToken)
    {
        if (apiEvent.IsObservation != _observes)
        {
            await LeaveAsync(apiEvent, cancellationToken);
            return;
        }

        var outcome = await _reconciler.ReconcileAsync(apiEvent, cancellationToken);
        span.EndsWith(outcome);
        if (!outcome.ComeBack || IsLeftToTheBridge(apiEvent, outcome))
        {
            return;
        }

        var (now, delay) = (_time.GetUtcNow(), _delay.Next(outcome, apiEvent.Attempt));
        var next = apiEvent with
        {
            Id = Guid.CreateVersion7().ToString(),
            Time = now,
            FirstTime = apiEvent.Started < now ? apiEvent.Started : now, // From a time to come no chain would grow old.
            Key = outcome.Successor ?? apiEvent.Key,
            Reason = EventReason.Retry,
            Attempt = Math.Min(apiEvent.Attempt + (outcome.IsAttempt ? 1 : 0), ApiEvent.MaxAttempt),
            Probes = outcome.IsUndone ? apiEvent.Probes : outcome.Probes,
            IsAudit = apiEvent.IsAudit && !outcome.IsAudited,
            InDoubt = outcome.InDoubt,
            Blocker = outcome.IsUndone ? apiEvent.Blocker : null,
            Holder = outcome.IsUndone ? apiEvent.Holder : null,
            Deleting = (apiEvent.Deleting || apiEvent.Reason is EventReason.Deleted) && outcome.Successor is null,
            LastRegistration = outcome.Successor is null ? outcome.Orphan ?? apiEvent.LastRegistration : null,
        };
        await PutOffAsync(next, delay, cancellationToken);
        ReconciliationMetrics.Requeued(outcome.Kind.ToString());
        LogPutOff(apiEvent.Key, delay, next.Attempt, outcome.Failed);
    }

    // Who only observes keeps nobody's work: it is put back as it came, and says so. Who works does nothing for a bridge that only observes.
    private async Task LeaveAsync(ApiEvent apiEvent, CancellationToken cancellationToken)
    {
        if (!_observes)
        {
            _logger.PassedOver(apiEvent.Key);
            return;
        }

        var delay = _delay.Next(Outcome.FailedForNow(apiEvent.InDoubt), apiEvent.Attempt);
        _logger.PutBack(apiEvent.Key, delay);
        await PutOffAsync(apiEvent, delay, cancellationToken);
        ReconciliationMetrics.Requeued(NotObserved);
    }

    // With time of its own: the reconcile's may be up.
    private async Task PutOffAsync(ApiEvent next, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(LongestPutOff, _time, cancellationToken);
        using var span = WorkerSpans.StartRequeue(next, Queues.RetryQueue, delay);
        try
        {
            await _retries.EnqueueAsync(span?.Id is { } parent ? next with { TraceParent = parent } : next, delay, limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsReached)
        {
            var timeout = new TimeoutException($"the retry queue did not take a message about {next.Key} within {LongestPutOff}", exception);
            span.Fail(timeout);
            throw timeout;
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    // The bridge looks again and again at whatever has not converged. A chain of retries for what may never come would never end.
    private static bool IsLeftToTheBridge(ApiEvent apiEvent, Outcome outcome) =>
        outcome is { InDoubt: false, Failed: false, Probes: 0 }
        && (apiEvent.IsRepeatedByTheBridge || apiEvent.Attempt >= RetryDelay.AttemptsUntilLongest);

    [LoggerMessage(20, LogLevel.Information, "{Key} comes back in {Delay} as attempt {Attempt}; failed={Failed}")]
    private partial void LogPutOff(ObjectKey key, TimeSpan delay, int attempt, bool failed);
}
