using Google.Protobuf;
using Microsoft.Azure.WebJobs;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>What the queue listener calls: for each of the app's queue functions a class made at run time has a method, which comes here.</summary>
public abstract class QueueFunctions
{
    /// <summary>How one function is run in the worker.</summary>
    internal delegate Task Invocation(string function, string parameter, Worker.Protocol.ModelBindingData message, CancellationToken cancellationToken);

    internal Invocation Invoke { get; set; } = null!;

    /// <summary>Has the worker run a function on a message.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="parameter">Its parameter that takes the message.</param>
    /// <param name="message">The message as the queue extension hands it on: its text decoded, with its id and counts, as JSON.</param>
    /// <param name="cancellationToken">The host stops.</param>
    protected Task RunAsync(string function, string parameter, ParameterBindingData message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Invoke(
            function,
            parameter,
            new() { Version = message.Version, Source = message.Source, ContentType = message.ContentType, Content = ByteString.CopyFrom(message.Content.ToArray()) },
            cancellationToken);
    }
}
