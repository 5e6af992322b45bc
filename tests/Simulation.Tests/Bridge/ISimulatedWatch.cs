namespace ApiBridge.Simulation.Tests.Bridge;

/// <summary>A watch, whatever is watched.</summary>
internal interface ISimulatedWatch
{
    /// <summary>Whether what is there was listed.</summary>
    bool IsSynced { get; }

    void Start();

    /// <summary>The cluster changed.</summary>
    void Look();

    /// <summary>It breaks off; all is listed again.</summary>
    void Cut();
}
