namespace ApiBridge.LocalStack.Running;

/// <summary>A part of the stack ended by itself.</summary>
/// <param name="reason">Which, and why, in one line.</param>
public sealed class PartFailedException(string reason) : Exception(reason);
