namespace ApiBridge.FunctionsHost;

/// <summary>Which app is run, and where it is served.</summary>
internal sealed record HostOptions
{
    /// <summary>The folder with the built app: its host.json, worker.config.json and functions.metadata.</summary>
    public required string ScriptRoot { get; init; }

    /// <summary>TCP port on 127.0.0.1 of the app's HTTP functions and of the host's admin endpoints; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long a new worker process may take until it has loaded every function. Default 1 min, as the Functions host's.</summary>
    public TimeSpan WorkerStartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the host waits for its functions once it is told to stop, in drain mode or not. 10 s, as the Functions host's
    /// WebJobsScriptHostService; who needs more drains it first.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
