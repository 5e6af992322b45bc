using Azure.Storage.Queues.Models;

namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>A function and the queue whose messages start it.</summary>
/// <param name="Queue">The queue's name. A queue that does not exist yet is looked for until it does.</param>
/// <param name="Function">
/// Takes the decoded message. It succeeds by returning and fails by throwing; the token is cancelled when the host
/// stops and the drain time is over.
/// </param>
public sealed record QueueTrigger(string Queue, Func<QueueMessage, CancellationToken, Task> Function);
