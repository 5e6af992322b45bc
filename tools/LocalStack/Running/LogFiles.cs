using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.LocalStack.Running;

/// <summary>One log file for each part of the stack, in one folder.</summary>
internal sealed class LogFiles : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly TimeProvider _time;
    private readonly List<IDisposable> _open = [];

    /// <param name="folder">Where to; null writes nothing.</param>
    /// <param name="time">The entries' clock.</param>
    /// <exception cref="IOException">The folder can't be made.</exception>
    public LogFiles(string? folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        if (folder is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"--logs is '{folder}', where no folder can be made ({exception.Message}): give one that can be written", exception);
        }
    }

    /// <summary>Makes a host log to its part's file and nowhere else.</summary>
    public void Replace(ILoggingBuilder logging, string part)
    {
        logging.ClearProviders();
        if (ProviderOf(part) is { } provider)
        {
            logging.AddProvider(provider);
        }
    }

    /// <summary>The log of a part that is no host.</summary>
    public ILoggerFactory FactoryOf(string part)
    {
        if (ProviderOf(part) is not { } provider)
        {
            return NullLoggerFactory.Instance;
        }

        var factory = LoggerFactory.Create(logging => logging.AddProvider(provider));
        _open.Add(factory);
        return factory;
    }

    private FileLoggerProvider? ProviderOf(string part)
    {
        if (_folder is null)
        {
            return null;
        }

        var provider = new FileLoggerProvider(Path.Combine(_folder, part + ".log"), _time);
        _open.Add(provider);
        return provider;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var log in Enumerable.Reverse(_open))
        {
            log.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
