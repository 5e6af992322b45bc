namespace ApiBridge.FunctionsHost.Http;

/// <summary>What a key opens.</summary>
internal enum KeyLevel
{
    /// <summary>Nothing: it is none of the host's.</summary>
    None,

    /// <summary>The app's HTTP functions.</summary>
    Functions,

    /// <summary>Those, and the host's own endpoints.</summary>
    Master,
}
