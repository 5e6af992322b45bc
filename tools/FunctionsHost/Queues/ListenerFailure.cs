using System.Runtime.ExceptionServices;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>Learns of what the listeners can't go on after, such as a storage account that is away for long. Without it the SDK ends the process.</summary>
internal sealed class ListenerFailure : IWebJobsExceptionHandler
{
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first failure.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <inheritdoc/>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) => OnUnhandledExceptionAsync(exceptionInfo);

    /// <inheritdoc/>
    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        _failed.TrySetResult(exceptionInfo.SourceException);
        return Task.CompletedTask;
    }
}
