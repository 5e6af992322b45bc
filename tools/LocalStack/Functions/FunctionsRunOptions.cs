namespace ApiBridge.LocalStack.Functions;

/// <summary>The options of <c>make functions</c>.</summary>
internal sealed record FunctionsRunOptions
{
    /// <summary>A folder with the built app; null, the default, builds it.</summary>
    public string? App { get; init; }

    /// <summary>The app's TCP port on 127.0.0.1. Default 7071, as for <c>func start</c>.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>The bridge's TCP port on 127.0.0.1. Default 5000, where <c>dotnet run</c> puts it.</summary>
    public int BridgePort { get; init; } = 5000;

    /// <summary>The kubeconfig of a cluster to work on; null, the default, takes the one of the settings.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The folder for the log files of the parts that are started.</summary>
    public required string LogFolder { get; init; }
}
