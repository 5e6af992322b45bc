namespace ApiBridge.EventBridge.Watching;

/// <summary>Why a list or a watch had to be started again.</summary>
internal enum RestartCause
{
    /// <summary>The server ended the watch in peace, as it was asked to.</summary>
    Closed,

    /// <summary>The server no longer knows the version to go on from (410).</summary>
    Expired,

    /// <summary>Nothing was heard for longer than the inactivity timeout.</summary>
    Silent,

    /// <summary>The connection broke, or what came was no watch.</summary>
    Broken,

    /// <summary>The server answered with an error, or sent one through the watch.</summary>
    Refused,

    /// <summary>There was no answer at all.</summary>
    Unreachable,
}
