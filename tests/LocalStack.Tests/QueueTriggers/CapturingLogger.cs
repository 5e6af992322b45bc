using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ApiBridge.LocalStack.Tests.QueueTriggers;

/// <summary>Keeps the names of the events that were logged, for what leaves no other trace.</summary>
internal sealed class CapturingLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _events = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue(eventId.Name ?? string.Empty);

    public int Count(string eventName) => _events.Count(name => name == eventName);
}
