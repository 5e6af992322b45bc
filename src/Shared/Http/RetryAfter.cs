namespace ApiBridge.Shared.Http;

/// <summary>Reads an answer's <c>Retry-After</c> (https://www.rfc-editor.org/rfc/rfc9110#name-retry-after).</summary>
public static class RetryAfter
{
    /// <summary>How long a server wants to be left alone.</summary>
    /// <param name="response">Its answer.</param>
    /// <param name="time">The clock, for an answer that names a date.</param>
    /// <returns>The wait; null when the answer asks for none, or for one that is over.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(time);
        return response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
            _ => null,
        };
    }
}
