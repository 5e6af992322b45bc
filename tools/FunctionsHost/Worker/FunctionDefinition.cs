using System.Text.Json;
using ApiBridge.FunctionsHost.Worker.Protocol;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>One function as the worker describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Queue">What starts it, when that is a message.</param>
/// <param name="Http">What starts it, when that is a request.</param>
internal sealed record FunctionDefinition(string Name, QueueTriggerBinding? Queue, HttpTriggerBinding? Http)
{
    /// <summary>Reads a function's metadata.</summary>
    /// <exception cref="FunctionsHostException">Its trigger is none that this host knows.</exception>
    public static FunctionDefinition Of(RpcFunctionMetadata metadata)
    {
        var triggers = metadata.RawBindings.Select(binding => JsonElement.Parse(binding))
            .Where(binding => TypeOf(binding).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)).ToList();
        return triggers switch
        {
            [var trigger] when Is(trigger, "queueTrigger") => new(metadata.Name, QueueTriggerBinding.Of(trigger), Http: null),
            [var trigger] when Is(trigger, "httpTrigger") => new(metadata.Name, Queue: null, HttpTriggerBinding.Of(trigger, metadata.Name)),
            _ => throw new FunctionsHostException(
                $"The function {metadata.Name} has the triggers [{string.Join(", ", triggers.Select(TypeOf))}]: this host knows one queueTrigger or one httpTrigger; use func for others."),
        };
    }

    private static string TypeOf(JsonElement binding) => binding.GetProperty("type").GetString()!;

    private static bool Is(JsonElement binding, string type) => string.Equals(TypeOf(binding), type, StringComparison.OrdinalIgnoreCase);
}
