namespace ApiBridge.LocalStack.Functions;

/// <summary>The Functions app can't be run; the message is one line that says why and what to do.</summary>
public sealed class FunctionsException : Exception
{
    public FunctionsException(FunctionsFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Which of the known causes it is.</summary>
    public FunctionsFailure Failure { get; }
}
