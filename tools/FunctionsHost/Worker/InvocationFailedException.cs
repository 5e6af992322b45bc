namespace ApiBridge.FunctionsHost.Worker;

/// <summary>A function threw; the message is the worker's, with the stack trace that it gave.</summary>
internal sealed class InvocationFailedException(string message) : Exception(message);
