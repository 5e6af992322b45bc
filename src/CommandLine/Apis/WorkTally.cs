namespace ApiBridge.CommandLine.Apis;

/// <summary>What came of work that the workers were asked for.</summary>
/// <param name="Asked">For how many APIs it was to be done.</param>
/// <param name="Done">For how many it is.</param>
/// <param name="Needless">For how many nothing is left to do.</param>
/// <param name="Waiting">For how many the workers are still at it.</param>
internal sealed record WorkTally(int Asked, int Done, int Needless, int Waiting)
{
    /// <summary>For how many it is not done.</summary>
    public int Left => Asked - Done - Needless;
}
