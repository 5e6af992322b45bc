using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Writes JSON answers.</summary>
internal static class JsonAnswer
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static Task WriteAsync(HttpContext context, int code, JsonNode body, string contentType = "application/json") =>
        WriteAsync(context, code, json => body.WriteTo(json), contentType);

    public static async Task WriteAsync(
        HttpContext context, int code, Action<Utf8JsonWriter> write, string contentType = "application/json")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, WriterOptions))
        {
            write(json);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
