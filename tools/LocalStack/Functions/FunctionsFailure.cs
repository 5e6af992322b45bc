namespace ApiBridge.LocalStack.Functions;

/// <summary>Why the Functions app does not run.</summary>
public enum FunctionsFailure
{
    /// <summary>No <c>func</c> on PATH, and it was asked for.</summary>
    CoreToolsMissing,

    /// <summary>The app, or the host that stands in for <c>func</c>, is not built.</summary>
    NotBuilt,

    /// <summary>The host ended, or had not loaded every function after too long.</summary>
    NotStarted,

    /// <summary>The host ended although nobody stopped it.</summary>
    Died,
}
