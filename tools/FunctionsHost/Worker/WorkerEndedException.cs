namespace ApiBridge.FunctionsHost.Worker;

/// <summary>The worker process ended before it answered; its invocations have failed and their messages come again.</summary>
internal sealed class WorkerEndedException(string message) : Exception(message);
