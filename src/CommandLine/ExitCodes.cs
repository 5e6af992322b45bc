namespace ApiBridge.CommandLine;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>All that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The command line or a setting is wrong, or storage can't be reached; the last message that was reported is done.</summary>
    public const int Failed = 1;

    /// <summary>Something was left: a name without a message, a message that is no event, a question that was not answered with yes, a surprise in a plan.</summary>
    public const int Left = 2;

    /// <summary>It was stopped.</summary>
    public const int Interrupted = 130;
}
