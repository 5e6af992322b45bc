using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>Turns what the API server says about a failure, a <c>Status</c> object in an answer or in a watch, into an exception.</summary>
internal static class StatusReader
{
    private const int WordsBytes = 500;

    public static async Task<KubernetesApiException> ReadAsync(
        HttpResponseMessage response, string request, string? rule, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var said = Encoding.UTF8.GetString(body);
        try
        {
            using var document = ObjectJson.Parse(body);
            said = document.RootElement.Text("message") is { Length: > 0 } message ? message : said;
        }
        catch (JsonException)
        {
            // A proxy in between answers in its own words, and those are the message then.
        }

        var code = (int)response.StatusCode;
        var text = string.Create(CultureInfo.InvariantCulture, $"{request} was answered {code}: {Shorten(said)}");
        return new(
            response.StatusCode == HttpStatusCode.Forbidden && rule is not null ? $"{text} {rule}" : text, response.StatusCode, RetryAfter.Of(response, time));
    }

    /// <summary>The failure that an ERROR event of a watch reports.</summary>
    public static KubernetesApiException Read(JsonElement status)
    {
        var code = status.Number("code") is > 0 and var said ? said : 500;
        TimeSpan? retryAfter = status.Child("details").Number("retryAfterSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"The watch ended with an error {code}: {Shorten(status.Text("message"))}"), (HttpStatusCode)code, retryAfter);
    }

    private static string Shorten(string text) => Excerpt.Of(text, WordsBytes);
}
