namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>The places where neighbours are in two namespaces.</summary>
public sealed class AnySharedPlace() : TheoryData<Place>(Place.SharedGateway, Place.SharedGatewayWatchedByNamespace);
