namespace ApiBridge.Scaling.Bench.Model;

/// <summary>A message about an object that changed at a moment.</summary>
/// <param name="Changed">When.</param>
internal sealed record Message(double Changed);
