namespace ApiBridge.LocalStack.Functions;

/// <summary>Why the Functions app does not run under the real host.</summary>
public enum FunctionsFailure
{
    /// <summary>No <c>func</c> on PATH.</summary>
    CoreToolsMissing,

    /// <summary>The sources are not there: the program runs outside a checkout.</summary>
    SourcesMissing,

    /// <summary>The package feed lacks packages of the Functions worker.</summary>
    PackagesMissing,

    /// <summary>The app does not compile.</summary>
    BuildFailed,

    /// <summary>The host ended, or did not answer for too long, before it served.</summary>
    NotStarted,

    /// <summary>The host ended although nobody stopped it.</summary>
    Died,
}
