using System.Globalization;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>What came of one request to the gateway's data path.</summary>
/// <param name="Status">The answer's status; 0 where there was no answer.</param>
/// <param name="MediaType">The type of its body, without parameters, in lower case; empty for none.</param>
/// <param name="Lack">Why there was no answer; empty where there was one.</param>
internal sealed record RouteAnswer(int Status, string MediaType, string Lack = "")
{
    /// <summary>Whether nobody answered.</summary>
    public bool IsMissing => Status == 0;

    /// <summary>Whether somebody served: not one who says that he, or who stands behind him, can't.</summary>
    public bool IsServed => Status is not (0 or 502 or 503 or 504);

    /// <summary>No answer.</summary>
    public static RouteAnswer None(string why) => new(0, string.Empty, why);

    /// <summary>An answer.</summary>
    public static RouteAnswer Of(HttpResponseMessage response)
    {
        // As it was sent: one that .NET can't read is a type all the same.
        var sent = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.FirstOrDefault() ?? string.Empty : string.Empty;
        return new((int)response.StatusCode, sent.Split(';', 2)[0].Trim().ToLowerInvariant());
    }

    /// <inheritdoc/>
    public override string ToString() => IsMissing ? Lack
        : string.Create(CultureInfo.InvariantCulture, $"answered {Status} {(MediaType.Length > 0 ? Excerpt.Of(MediaType) : "without a Content-Type")}");
}
