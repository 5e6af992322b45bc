using System.Globalization;
using System.Net;
using System.Text.Json;
using ApiBridge.Shared.Http;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>Turns what the API server says about a failure, a <c>Status</c> object in an answer or in a watch, into an exception.</summary>
internal static class StatusReader
{
    public static async Task<KubernetesApiException> ReadAsync(
        HttpResponseMessage response, string request, string? rule, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var said = body;
        try
        {
            using var document = JsonDocument.Parse(body);
            said = Text(document.RootElement, "message") is { Length: > 0 } message ? message : body;
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
        var code = status.TryGetProperty("code", out var number) && number.TryGetInt32(out var value) ? value : 500;
        TimeSpan? retryAfter = status.TryGetProperty("details", out var details)
            && details.ValueKind == JsonValueKind.Object
            && details.TryGetProperty("retryAfterSeconds", out var seconds)
            && seconds.TryGetInt32(out var wait) ? TimeSpan.FromSeconds(wait) : null;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"The watch ended with an error {code}: {Shorten(Text(status, "message"))}"), (HttpStatusCode)code, retryAfter);
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : string.Empty;

    private static string Shorten(string text) => text.Length <= 500 ? text : text[..500];
}
