namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>Where a story about claims is played.</summary>
public enum Place
{
    /// <summary>Each namespace has a gateway; all APIs are in one namespace.</summary>
    GatewayPerNamespace,

    /// <summary>The APIs of two namespaces are on one gateway.</summary>
    SharedGateway,

    /// <summary>The same, and the bridge watches each namespace by itself.</summary>
    SharedGatewayWatchedByNamespace,
}
