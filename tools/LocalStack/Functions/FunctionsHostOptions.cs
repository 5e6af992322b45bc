namespace ApiBridge.LocalStack.Functions;

/// <summary>How the Functions app is run.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The host's program and its first arguments; it takes <c>--script-root</c> and <c>--port</c> after them.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Description { get; init; }

    /// <summary>The folder with the built app.</summary>
    public required string App { get; init; }

    /// <summary>Whether the host keeps its locks and keys in blobs, as Core Tools' does.</summary>
    public bool NeedsBlobs { get; init; }

    /// <summary>The Node.js program that looks after the host: a name looked up on PATH or a path. Default <c>node</c>.</summary>
    public string Node { get; init; } = "node";

    /// <summary>How long it may take until every function is loaded. Default 2 min: the first start indexes and compiles.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the functions in work may take to finish before the host is stopped, and the host to stop after that. Default 30 s each.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
