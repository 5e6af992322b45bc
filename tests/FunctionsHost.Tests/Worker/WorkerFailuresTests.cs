using ApiBridge.FunctionsHost.Worker;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.FunctionsHost.Tests.Worker;

/// <summary>How often a worker process may fail.</summary>
public sealed class WorkerFailuresTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TheThirdFailureIsTheLast()
    {
        var failures = new WorkerFailures(_time);

        Assert.Equal(TimeSpan.FromSeconds(1), failures.Add());
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(TimeSpan.FromSeconds(2), failures.Add());
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(failures.Add());
    }

    [Fact]
    public void AFailureLongAfterTheOneBeforeIsTheFirstAgain()
    {
        var failures = new WorkerFailures(_time);
        failures.Add();
        failures.Add();
        _time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromTicks(1));

        Assert.Equal(TimeSpan.FromSeconds(1), failures.Add());
        Assert.Equal(TimeSpan.FromSeconds(2), failures.Add());
        Assert.Null(failures.Add());
    }
}
