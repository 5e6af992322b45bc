using System.Collections.Concurrent;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Running;

/// <summary>How old each API's last message was when a worker took it.</summary>
public sealed class MessageLog(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), TimeSpan> _ages = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name), int> _retries = new();
    private int _count;

    /// <summary>How many messages workers took.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The age of an API's last message, from the bridge's decision to the worker.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <param name="name">The API's name.</param>
    /// <returns>The age; null when it had no message.</returns>
    public TimeSpan? AgeOf(string ns, string name) => _ages.TryGetValue((ns, name), out var age) ? age : null;

    /// <summary>How many retries workers took of an API.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <param name="name">The API's name.</param>
    /// <returns>The number of messages that followed an attempt that did not finish.</returns>
    public int RetriesOf(string ns, string name) => _retries.GetValueOrDefault((ns, name));

    /// <summary>Notes a message that a worker takes. One that is no event is counted, and nothing else.</summary>
    /// <param name="body">The message.</param>
    public void Note(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Interlocked.Increment(ref _count);
        try
        {
            var taken = ApiEventCodec.Decode(body.ToMemory());
            var api = (taken.Key.Namespace, taken.Key.Name);
            _ages[api] = time.GetUtcNow() - taken.Time;
            if (taken.Reason is EventReason.Retry)
            {
                _retries.AddOrUpdate(api, 1, static (_, count) => count + 1);
            }
        }
        catch (MalformedEventException)
        {
            // The handler says so, where it counts.
            return;
        }
    }
}
