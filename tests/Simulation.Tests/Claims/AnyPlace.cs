namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>All places.</summary>
public sealed class AnyPlace() : TheoryData<Place>(Enum.GetValues<Place>());
