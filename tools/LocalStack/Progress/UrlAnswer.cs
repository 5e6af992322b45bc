using System.Globalization;

namespace ApiBridge.LocalStack.Progress;

/// <summary>What a call of an API's URL got.</summary>
/// <param name="Api">The API.</param>
/// <param name="Url">The URL that was called.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Problem">Why it is not what it has to be; null when it is.</param>
internal sealed record UrlAnswer(ApiProgress Api, Uri Url, int? Status, string? Problem)
{
    // What a shell takes for a part of a word, wherever it stands.
    private const string PlainCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/:%@+,=";

    /// <summary>The status in a word.</summary>
    public string Answer => Status?.ToString(CultureInfo.InvariantCulture) ?? "none";

    /// <summary>The command that calls the URL.</summary>
    public string Command => Url.AbsoluteUri is var url && url.All(PlainCharacters.Contains)
        ? $"curl {url}"
        : $"curl --globoff '{url.Replace("'", "%27", StringComparison.Ordinal)}'";
}
