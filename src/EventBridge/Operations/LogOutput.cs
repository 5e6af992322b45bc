using System.Globalization;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Operations;

/// <summary>
/// The log, a line an entry. Lines are gathered for a moment and written together: each alone costs a system call here and a wake-up of
/// whoever reads them, which a burst of messages would feel. A warning, or worse, is written at once, and with it what came before.
/// </summary>
internal sealed class LogOutput : ILoggerProvider
{
    private const int BufferChars = 16 * 1024;

    // A stack trace fits, and a value of the size of an object does not.
    private const int EntryBytes = 16 * 1024;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private readonly StreamWriter _lines;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private bool _isGathering;
    private bool _isClosed;

    /// <param name="output">Where to.</param>
    /// <param name="time">The clock.</param>
    public LogOutput(Stream output, TimeProvider time)
    {
        _lines = new(output, bufferSize: BufferChars);
        _time = time;
        _timer = time.CreateTimer(_ => Flush(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <summary>Writes what was gathered; what comes later still is written at once.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _timer.Dispose();
            Flush();
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var text = exception is null ? message : $"{message} {exception}";
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            try
            {
                _lines.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Name(level)}: {category} {Excerpt.Of(text.ReplaceLineEndings(" "), EntryBytes)}"));
            }
            catch (IOException)
            {
                // Of a log that can't be written, to a full disk perhaps, nobody can be told, and the work goes on.
            }

            if (level >= LogLevel.Warning || _isClosed)
            {
                Flush();
            }
            else if (!_isGathering)
            {
                _isGathering = true;
                _timer.Change(Moment, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Flush()
    {
        lock (_lock)
        {
            _isGathering = false;
            try
            {
                _lines.Flush();
            }
            catch (IOException)
            {
                // As above.
            }
        }
    }

    private sealed class Category : ILogger
    {
        private readonly LogOutput _output;
        private readonly string _name;

        public Category(LogOutput output, string name) => (_output, _name) = (output, name);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _output.Write(logLevel, _name, formatter(state, exception), exception);
    }
}
