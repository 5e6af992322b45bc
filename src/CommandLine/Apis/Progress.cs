namespace ApiBridge.CommandLine.Apis;

/// <summary>How far the workers are with an API.</summary>
internal enum Progress
{
    /// <summary>They are still at it; the text, if any, says what keeps them.</summary>
    Waiting,

    /// <summary>What was asked for is done.</summary>
    Done,

    /// <summary>There is nothing left to do it for, which is no failure.</summary>
    Needless,

    /// <summary>It will not be done.</summary>
    Refused,
}
