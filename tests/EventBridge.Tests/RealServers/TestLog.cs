using Microsoft.Extensions.Logging;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>Writes into the running test's output, which is shown when it fails.</summary>
internal sealed class TestLog<T> : ILogger<T>
{
    private readonly ITestOutputHelper _output = TestContext.Current.TestOutputHelper!;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _output.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel}: {formatter(state, exception)}");
}
