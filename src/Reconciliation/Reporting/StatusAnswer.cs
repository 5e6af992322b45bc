using System.Net.Mime;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>An answer of <see cref="StatusApi"/>, for whichever server gives it.</summary>
/// <param name="StatusCode">The HTTP status code.</param>
/// <param name="Json">The body.</param>
public sealed record StatusAnswer(int StatusCode, string Json)
{
    /// <summary>The body's media type.</summary>
    public const string ContentType = MediaTypeNames.Application.Json;
}
