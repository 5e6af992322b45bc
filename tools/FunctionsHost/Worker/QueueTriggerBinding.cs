using System.Text.Json;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>The queue whose messages start a function.</summary>
/// <param name="Parameter">The function's parameter that takes the message.</param>
/// <param name="QueueName">The queue's name, with <c>%Setting%</c> for what a setting gives.</param>
/// <param name="Connection">The setting, or the prefix of the settings, with the storage account.</param>
internal sealed record QueueTriggerBinding(string Parameter, string QueueName, string Connection)
{
    private const string DefaultConnection = "AzureWebJobsStorage";

    public static QueueTriggerBinding Of(JsonElement binding) => new(
        binding.GetProperty("name").GetString()!,
        binding.GetProperty("queueName").GetString()!,
        binding.TryGetProperty("connection", out var connection) && connection.GetString() is { Length: > 0 } named ? named : DefaultConnection);
}
