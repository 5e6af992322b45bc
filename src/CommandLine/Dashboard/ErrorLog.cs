using ApiBridge.Shared.Configuration;
using Microsoft.Extensions.Logging;

namespace ApiBridge.CommandLine.Dashboard;

/// <summary>Warnings of the server, a line each, where a command's errors go.</summary>
/// <param name="error">Where to.</param>
internal sealed class ErrorLog(TextWriter error) : ILoggerProvider, ILogger
{
    private readonly TextWriter _error = TextWriter.Synchronized(error);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _error.WriteLine($"apibridge: {ProblemLine.Of(exception is null ? formatter(state, exception) : $"{formatter(state, exception)}: {exception}")}");

    public void Dispose() => _error.Flush();
}
