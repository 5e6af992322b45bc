using ApiBridge.FunctionsHost.Worker;
using ApiBridge.FunctionsHost.Worker.Protocol;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Executors;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>Makes the object that one invocation is called on: it knows the invocation's id, by which the worker's log is told apart.</summary>
internal sealed class QueueFunctionActivator(WorkerSupervisor worker) : IJobActivatorEx
{
    /// <inheritdoc/>
    public T CreateInstance<T>(IFunctionInstanceEx functionInstance)
    {
        var instance = Activator.CreateInstance<T>();
        var id = functionInstance.Id.ToString();
        ((QueueFunctions)(object)instance!).Invoke = (function, parameter, message, cancellationToken) => worker.InvokeAsync(
            function,
            id,
            new InvocationRequest { InputData = { new ParameterBinding { Name = parameter, Data = new() { ModelBindingData = message } } } },
            cancellationToken);
        return instance;
    }

    /// <inheritdoc/>
    public T CreateInstance<T>() => throw new NotSupportedException("Every function is created for an invocation.");
}
