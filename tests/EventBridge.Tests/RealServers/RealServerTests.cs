using ApiBridge.EventBridge.Configuration;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>Tests that hold on every real API server.</summary>
public abstract class RealServerTests
{
    /// <summary>Collection of the tests that compact a shared server, which others of them would notice.</summary>
    protected const string Compacted = "Compacted servers";

    /// <summary>The servers.</summary>
    public static TheoryData<KubernetesFlavor> Flavors => [.. Enum.GetValues<KubernetesFlavor>()];

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A watch that the server itself ends after a second without a word.</summary>
    private protected static WatchOptions ShortWatches => TestOptions.Watch with
    {
        MinServerTimeout = TimeSpan.FromSeconds(1),
        MaxServerTimeout = TimeSpan.FromSeconds(1),
    };
}
