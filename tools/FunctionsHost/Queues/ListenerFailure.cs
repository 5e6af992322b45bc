using System.Runtime.ExceptionServices;
using ApiBridge.FunctionsHost.Worker;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>
/// Learns of what the listeners can't go on after, such as a storage account that is away for long. Without it the SDK ends the process. For a
/// function that ran for too long it ends the worker.
/// </summary>
internal sealed class ListenerFailure(WorkerSupervisor worker) : IWebJobsExceptionHandler
{
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first failure.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <inheritdoc/>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod)
    {
        worker.EndOverrun($"{((FunctionTimeoutException)exceptionInfo.SourceException).InstanceId}");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        _failed.TrySetResult(exceptionInfo.SourceException);
        return Task.CompletedTask;
    }
}
