using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Tests.Running;

public sealed class TeardownTests
{
    [Fact]
    public async Task TheFirstFailureIsToldBeforeThoseOfStopping()
    {
        var stopped = false;
        var teardown = new Teardown();
        teardown.Push(() =>
        {
            stopped = true;
            return ValueTask.CompletedTask;
        });
        teardown.Push(() => throw new InvalidOperationException("it hangs"));

        var failure = await Assert.ThrowsAsync<AggregateException>(() => teardown.StopAfterAsync(new IOException("Port 1 is in use")));

        Assert.True(stopped);
        var report = FailureReport.Of(failure)!;
        Assert.Equal(1, report.ExitCode);
        Assert.Equal(["Port 1 is in use", "Not everything could be stopped: it hangs"], report.Lines);
    }

    [Fact]
    public void AFailureThatNobodyForesawKeepsItsStackTrace() =>
        Assert.Null(FailureReport.Of(new AggregateException(new IOException("x"), new InvalidOperationException("y"))));
}
