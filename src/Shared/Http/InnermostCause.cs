using ApiBridge.Domain;

namespace ApiBridge.Shared.Http;

/// <summary>
/// Why a connection failed, in one line. HTTP clients wrap what happened, once or several times, and what they say themselves is that there
/// is an inner exception.
/// </summary>
public static class InnermostCause
{
    private const int Bytes = 512;

    /// <summary>What the innermost exception says, or one around it that says the same and more, such as the address.</summary>
    /// <param name="exception">The failure.</param>
    /// <returns>The first line of that, as an <see cref="Excerpt"/>.</returns>
    public static string Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var said = FirstLine(exception);
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            var line = FirstLine(inner);
            said = said.Contains(line, StringComparison.Ordinal) ? said : line;
        }

        return Excerpt.Of(said, Bytes);
    }

    private static string FirstLine(Exception exception)
    {
        var text = exception.Message.AsSpan().Trim();
        return (text.IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] : text).TrimEnd().ToString();
    }
}
