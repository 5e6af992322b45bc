namespace ApiBridge.Scaling.Bench.Model;

/// <summary>
/// How long to wait before the next look at an empty queue: the shortest interval after a message was found, then
/// doubling steps, each up to a fifth longer or shorter by chance, until the longest interval is reached and kept.
/// </summary>
internal sealed class PollingBackoff(TimeSpan shortest, TimeSpan longest, Random random)
{
    private const double Spread = 0.2;

    private int _step;
    private TimeSpan _current;

    public TimeSpan Next(bool foundMessages)
    {
        if (foundMessages)
        {
            _step = 0;
            _current = TimeSpan.Zero;
        }

        if (_current < longest)
        {
            var factor = 1 - Spread + (random.NextDouble() * 2 * Spread);
            var increment = _step == 0 ? TimeSpan.Zero : shortest * (factor * Math.Pow(2, _step - 1));
            _current = shortest + increment < longest ? shortest + increment : longest;
            _step++;
        }

        return _current;
    }
}
