namespace ApiBridge.BridgeProcess.Tests;

/// <summary>
/// An earlier version of the product, built: the environment variable <c>EARLIER_VERSION</c> names the folder of its checkout, as
/// <c>make upgrade</c> sets it.
/// </summary>
/// <param name="Checkout">The folder.</param>
internal sealed record EarlierVersion(string Checkout)
{
    private const string Variable = "EARLIER_VERSION";

    /// <summary>Why there is none.</summary>
    public const string Unavailable = $"{Variable} names no built checkout of an earlier version: use make upgrade.";

    /// <summary>The one to test with; null when none is named.</summary>
    public static EarlierVersion? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } checkout ? new(checkout) : null;

    /// <summary>Its bridge.</summary>
    public string[] Bridge => ["dotnet", Path.Combine(BuildOf("EventBridge"), "ApiBridge.EventBridge.dll")];

    /// <summary>The folder of its Functions app.</summary>
    public string App => BuildOf("Functions");

    private string BuildOf(string project) => Path.Combine(Checkout, "src", project, "bin", "Release", "net10.0");
}
