namespace ApiBridge.LocalStack.Azurite;

/// <summary>How the queue emulator is run.</summary>
public sealed record AzuriteOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 (the default) lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// TCP port on 127.0.0.1 for blobs, 0 for a free one; null (the default) serves none. The product has no use for blobs, but the Functions
    /// host keeps its lock and its keys in them.
    /// </summary>
    public int? BlobPort { get; init; }

    /// <summary>Folder for the queues' data, kept across restarts; null (the default) keeps them in memory.</summary>
    public string? Location { get; init; }

    /// <summary>The Node.js program: a name looked up on PATH or a path. Default <c>node</c>.</summary>
    public string Node { get; init; } = "node";

    /// <summary>The npm program: a name looked up on PATH or a path. Default <c>npm</c>.</summary>
    public string Npm { get; init; } = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Where installed versions are kept. Default: <c>apibridge</c> in the user's cache folder.</summary>
    public string CacheFolder { get; init; } = DefaultCacheFolder();

    /// <summary>How long the process may take until it listens. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the process may take to end by itself before it is killed. Default 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    private static string DefaultCacheFolder()
    {
        var root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(root))
        {
            root = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }

        return Path.Combine(root, "apibridge");
    }
}
