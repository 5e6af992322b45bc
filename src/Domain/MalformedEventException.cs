namespace ApiBridge.Domain;

/// <summary>A queue message that is no event of ours. It can't become one by trying again.</summary>
public sealed class MalformedEventException : Exception
{
    /// <summary>Says what is wrong with the message.</summary>
    /// <param name="message">The field, its value and what was expected.</param>
    /// <param name="innerException">The parser's own complaint, if it has one.</param>
    public MalformedEventException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
