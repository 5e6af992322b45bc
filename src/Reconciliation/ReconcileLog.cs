using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Observing;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation;

internal static partial class ReconcileLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Key} adopted")]
    public static partial void Adopted(this ILogger logger, ObjectKey key);

    [LoggerMessage(2, LogLevel.Information, "{Key} is {Registration}, ready={Ready}, Component feedback {Feedback} ({Trigger}, {Milliseconds} ms after its event)")]
    public static partial void Converged(
        this ILogger logger, ObjectKey key, string registration, bool ready, ComponentFeedback? feedback, EventReason trigger, long milliseconds);

    [LoggerMessage(3, LogLevel.Information, "{Key} is released")]
    public static partial void Released(this ILogger logger, ObjectKey key);

    [LoggerMessage(4, LogLevel.Information, "{Key} is gone; nothing is left to do")]
    public static partial void Gone(this ILogger logger, ObjectKey key);

    [LoggerMessage(5, LogLevel.Information, "{Key} is gone; its entry {Entry} was removed")]
    public static partial void OrphanRemoved(this ILogger logger, ObjectKey key, string entry);

    [LoggerMessage(6, LogLevel.Warning, "{Key}: the gateway refused to remove it: {Reason}")]
    public static partial void RemovalRefused(this ILogger logger, ObjectKey key, string reason);

    // What is away is told once, for all objects, by GatewayOutages and ClusterOutage.
    [LoggerMessage(7, LogLevel.Information, "{Key}: gateway unavailable: {Reason}")]
    public static partial void GatewayUnavailable(this ILogger logger, ObjectKey key, string reason);

    [LoggerMessage(8, LogLevel.Warning, "{Key}: cluster unavailable: {Reason}")]
    public static partial void ClusterUnavailable(this ILogger logger, ObjectKey key, string reason);

    [LoggerMessage(18, LogLevel.Information, "{Key}: cluster not reached: {Reason}")]
    public static partial void ClusterNotReached(this ILogger logger, ObjectKey key, string reason);

    [LoggerMessage(9, LogLevel.Debug, "{Key} changed meanwhile: {Reason}")]
    public static partial void Conflict(this ILogger logger, ObjectKey key, string reason);

    [LoggerMessage(10, LogLevel.Warning, "{Key} still changed after {Passes} passes; it gets another turn soon")]
    public static partial void StillChanging(this ILogger logger, ObjectKey key, int passes);

    [LoggerMessage(11, LogLevel.Error, "{Key} can't be written: {Reason}")]
    public static partial void UpdateRejected(this ILogger logger, ObjectKey key, string reason);

    [LoggerMessage(12, LogLevel.Warning, "{Key} was not done within {Timeout} (ApiBridge:Reconcile:Timeout), so the rest is put off; in doubt={InDoubt}")]
    public static partial void TimeIsUp(this ILogger logger, ObjectKey key, TimeSpan timeout, bool inDoubt);

    [LoggerMessage(13, LogLevel.Warning, "{Key}: {Reason}")]
    public static partial void ElderUnreadable(this ILogger logger, ObjectKey key, string reason);

    [LoggerMessage(14, LogLevel.Information, "{Key}: the neighbours that its message names are not in the way any more; the bridge sends it again. In doubt={InDoubt}")]
    public static partial void Undecided(this ILogger logger, ObjectKey key, bool inDoubt);

    [LoggerMessage(15, LogLevel.Warning, "{Key}: its message is about the gateway {Named}, and ApiBridge:Gateway:Endpoint gives {Own} here, as during a rollout. {Next}")]
    public static partial void OtherGateway(this ILogger logger, ObjectKey key, string named, string own, string next);

    [LoggerMessage(16, LogLevel.Error, "{Key} can't be read, and is left as it is until it is mended: {Reason}")]
    public static partial void Unreadable(this ILogger logger, ObjectKey key, string reason);

    [LoggerMessage(40, LogLevel.Information, "{Key} is paused, so nothing is done for it; in doubt={InDoubt}")]
    public static partial void Paused(this ILogger logger, ObjectKey key, bool inDoubt);

    [LoggerMessage(41, LogLevel.Information, "{Key} would {Would}: {Why}. Entry {Entry} on {Gateway}, path {Path}, URL {Url}; calls: [{Calls}]; changes: [{Changes}]; finalizers: [{Finalizers}]; {Surprises} surprises: [{Surprising}]")]
    public static partial void Planned(
        this ILogger logger, ObjectKey key, PlanAction would, string why, string entry, string gateway, string? path, string? url, string calls, string changes,
        string finalizers, int surprises, string surprising);

    [LoggerMessage(42, LogLevel.Warning, "{Key}: its message is for workers that do the work, and this one only observes (ApiBridge:Reconcile:Mode): it is put back for {Delay}. Give what observes queues of its own: ApiEventsQueue, ApiRetryQueue, ApiDeadLetterQueue")]
    public static partial void PutBack(this ILogger logger, ObjectKey key, TimeSpan delay);

    [LoggerMessage(43, LogLevel.Warning, "{Key}: its message is from a bridge that only observes (ApiBridge:Reconcile:Mode), and nothing is done because of it")]
    public static partial void PassedOver(this ILogger logger, ObjectKey key);

    [LoggerMessage(50, LogLevel.Information, "{Key}: reachable={Reachable}: {Message}")]
    public static partial void Tried(this ILogger logger, ObjectKey key, ConditionStatus reachable, string message);

    [LoggerMessage(51, LogLevel.Information, "{Key}: {Message}; that was try {Try}, and there is another")]
    public static partial void NotYetRouted(this ILogger logger, ObjectKey key, string message, int @try);

    [LoggerMessage(52, LogLevel.Warning, "{Key}: {Gateway} did not route it, so it was registered anew")]
    public static partial void RegistrationLost(this ILogger logger, ObjectKey key, string gateway);

    [LoggerMessage(17, LogLevel.Warning, "{Key}: {Reason}")]
    public static partial void IngressUnreadable(this ILogger logger, ObjectKey key, string reason);
}
