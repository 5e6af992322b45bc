namespace ApiBridge.LocalStack.Functions;

/// <summary>How the Functions app is run under the real host.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The path of Core Tools' <c>func</c>.</summary>
    public required string Func { get; init; }

    /// <summary>The folder with the built app.</summary>
    public required string App { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The Node.js program that looks after <c>func</c>: a name looked up on PATH or a path. Default <c>node</c>.</summary>
    public string Node { get; init; } = "node";

    /// <summary>How long it may take until it serves. Default 2 min: the first start indexes and compiles.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it may take to finish what is in work before it is killed. Default 30 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
