namespace ApiBridge.BridgeProcess.Tests;

/// <summary>
/// What users do to 150 APIs: each is created, two of three are changed, and every other one is deleted. Every third has our finalizer
/// from the start; of those deleted, some are stripped of all finalizers. What is done in which order follows from a seed.
/// </summary>
internal sealed class Burst
{
    private const int Count = 150;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);
    private readonly List<Func<Task>>[] _parts;

    /// <param name="apis">Where it happens.</param>
    /// <param name="random">What decides.</param>
    /// <param name="parts">In how many parts it is played.</param>
    public Burst(Apis apis, Random random, int parts)
    {
        (Apis, Random) = (apis, random);
        var steps = Enumerable.Range(0, Count).SelectMany(Life).OrderBy(step => step.At).Select(step => step.Do).ToList();
        _parts = [.. steps.Chunk((steps.Count + parts - 1) / parts).Select(part => part.ToList())];
    }

    public Apis Apis { get; }

    /// <summary>Not for use while a part is played.</summary>
    public Random Random { get; }

    /// <summary>The names of those that are not deleted.</summary>
    public IEnumerable<string> Living => Names(number => number % 2 == 0);

    /// <summary>The names of those that are there as long as no worker releases them: the living, and what our finalizer holds.</summary>
    public IEnumerable<string> Left => Names(number => number % 2 == 0 || (HasFinalizer(number) && !IsStripped(number)));

    /// <summary>The names of those that are deleted without regard to finalizers.</summary>
    public IEnumerable<string> Stripped => Names(number => number % 2 == 1 && IsStripped(number));

    /// <summary>Plays a part, one thing after the other with pauses in between.</summary>
    public async Task PlayAsync(int part)
    {
        foreach (var step in _parts.ElementAtOrDefault(part) ?? [])
        {
            await Task.Delay(LongestPause * Random.NextDouble(), TimeProvider.System, TestContext.Current.CancellationToken);
            await step();
        }
    }

    private static bool HasFinalizer(int number) => number % 3 == 0;

    private static bool IsStripped(int number) => number % 5 == 0;

    // The gateway knows APIs by name alone: one of another test would claim the same.
    private string Name(int number) => $"{Apis.Namespace}-{number}";

    private IEnumerable<string> Names(Func<int, bool> isMeant) =>
        Enumerable.Range(0, Count).Where(isMeant).Select(Name).Order(StringComparer.Ordinal);

    private IEnumerable<(double At, Func<Task> Do)> Life(int number)
    {
        var name = Name(number);
        var at = Random.NextDouble();
        yield return (at, () => Apis.CreateAsync(name, HasFinalizer(number)));
        at = Later(at);
        if (number % 3 != 1)
        {
            yield return (at, () => Apis.ChangePathAsync(name, $"/{Apis.Namespace}/{name}/moved"));
        }

        if (number % 2 == 1)
        {
            yield return (Later(at), () => IsStripped(number) ? Apis.StripAndDeleteAsync(name) : Apis.DeleteAsync(name));
        }
    }

    private double Later(double at) => at + ((1 - at) * Random.NextDouble());
}
