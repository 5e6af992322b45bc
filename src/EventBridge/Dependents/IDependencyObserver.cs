namespace ApiBridge.EventBridge.Dependents;

/// <summary>Is told when something changes that ExposedAPIs depend on. It may ask the teller from within a call.</summary>
internal interface IDependencyObserver
{
    /// <summary>A Service gained its first ready endpoint, or lost its last.</summary>
    void ServiceChanged(ServiceName service);

    /// <summary>The endpoints of a namespace (null: of all) were listed, so that Services without any are known too.</summary>
    void ServicesKnown(string? @namespace);

    /// <summary>The gateway's address in a namespace changed.</summary>
    void GatewayChanged(string @namespace);
}
