namespace ApiBridge.LocalStack.Azurite;

/// <summary>Why Azurite is not there.</summary>
public enum AzuriteFailure
{
    /// <summary>No <c>node</c> on PATH.</summary>
    NodeMissing,

    /// <summary>Node.js is older than Azurite's dependencies need.</summary>
    NodeTooOld,

    /// <summary>No <c>npm</c> on PATH.</summary>
    NpmMissing,

    /// <summary><c>npm ci</c> ended with an error.</summary>
    InstallFailed,

    /// <summary>Another process listens on the wanted port.</summary>
    PortTaken,

    /// <summary>The process ended, or said nothing for too long, before it listened.</summary>
    NotStarted,

    /// <summary>The process ended although nobody stopped it.</summary>
    Died,
}
