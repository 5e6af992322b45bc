namespace ApiBridge.Chart;

/// <summary>The chart can't be made. The message is one line that names the file and the fix.</summary>
public sealed class ChartException : Exception
{
    public ChartException()
    {
    }

    public ChartException(string message)
        : base(message)
    {
    }

    public ChartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
