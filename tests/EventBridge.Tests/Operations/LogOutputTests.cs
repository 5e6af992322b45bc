using System.Text;
using ApiBridge.EventBridge.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Operations;

public sealed class LogOutputTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
    private readonly MemoryStream _output = new();
    private readonly LogOutput _log;

    public LogOutputTests() => _log = new(_output, _time);

    private string Written => Encoding.UTF8.GetString(_output.ToArray());

    [Fact]
    public void LinesAreGatheredForAMomentAndWrittenTogether()
    {
        Say(_log, "one");
        Say(_log, "two");
        Assert.Equal("", Written);

        _time.Advance(Moment);

        Assert.Equal("2026-01-02T03:04:05.678Z info: Some.Part one\n2026-01-02T03:04:05.678Z info: Some.Part two\n", Written);
    }

    [Fact]
    public void LinesThatComeAfterSomeWereWrittenAreGatheredAnew()
    {
        Say(_log, "one");
        _time.Advance(Moment);
        var before = Written;
        Say(_log, "two");
        Assert.Equal(before, Written);

        _time.Advance(Moment);

        Assert.EndsWith("Some.Part two\n", Written, StringComparison.Ordinal);
    }

    [Fact]
    public void AWarningIsWrittenAtOnceAndWhatCameBeforeItWithIt()
    {
        Say(_log, "before");
        Say(_log, "now", LogLevel.Warning);

        Assert.Equal("2026-01-02T03:04:05.678Z info: Some.Part before\n2026-01-02T03:04:05.678Z warn: Some.Part now\n", Written);
    }

    [Fact]
    public void AnEntryIsOneLineWhateverItsTextAndItsException()
    {
        Say(_log, "two\nlines", LogLevel.Error, new InvalidOperationException("no\r\nuse"));

        Assert.EndsWith(" fail: Some.Part two lines System.InvalidOperationException: no use\n", Written, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatOthersWroteCanBeSeenAndIsCut()
    {
        Say(_log, "a\u001B[2Jb\u202Ec\0", LogLevel.Error);
        Say(_log, new string('x', 900_000), LogLevel.Error);

        var lines = Written.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(@" fail: Some.Part a\u001B[2Jb\u202Ec\u0000", lines[0], StringComparison.Ordinal);
        Assert.InRange(lines[1].Length, 16_000, 16_500);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void TheEndWritesWhatWasGatheredAndWhatIsSaidAfterItIsWrittenAtOnce()
    {
        Say(_log, "before");
        _log.Dispose();
        Assert.EndsWith("Some.Part before\n", Written, StringComparison.Ordinal);

        Say(_log, "after");

        Assert.EndsWith("Some.Part after\n", Written, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputThatTakesNothingStopsNobody()
    {
        using var disk = new FullDisk();
        using var log = new LogOutput(disk, _time);

        Assert.Null(Record.Exception(() => Say(log, "said to nobody", LogLevel.Warning)));
        Assert.NotEqual(0, disk.Refused);
    }

    public void Dispose()
    {
        _log.Dispose();
        _output.Dispose();
    }

    private static void Say(LogOutput log, string text, LogLevel level = LogLevel.Information, Exception? exception = null) =>
        log.CreateLogger("Some.Part").Log(level, default, text, exception, static (state, _) => state);

    private sealed class FullDisk : MemoryStream
    {
        public int Refused { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Refused++;
            throw new IOException("No space left on device");
        }
    }
}
