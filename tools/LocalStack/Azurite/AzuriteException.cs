namespace ApiBridge.LocalStack.Azurite;

/// <summary>Azurite can't be used; the message is one line that says why and what to do.</summary>
public sealed class AzuriteException : Exception
{
    public AzuriteException(AzuriteFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Which of the known causes it is.</summary>
    public AzuriteFailure Failure { get; }
}
