using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>The body of a watch's answer.</summary>
internal sealed class WatchStream(HttpContext context, IRepresentation representation)
{
    /// <summary>Sends the head of the answer, so that a client knows it is connected before anything happens.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = 200;
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync(cancellationToken);
            await FlushAsync(cancellationToken);
        }
    }

    public void Write(string type, JsonObject body) => Write(type, json => representation.WriteObject(json, body));

    /// <summary>Says in the stream why it ends.</summary>
    public void WriteError(JsonObject status) => Write("ERROR", json => status.WriteTo(json));

    public async Task FlushAsync(CancellationToken cancellationToken) =>
        await context.Response.BodyWriter.FlushAsync(cancellationToken);

    private void Write(string type, Action<Utf8JsonWriter> writeObject)
    {
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter, JsonAnswer.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WritePropertyName("object");
            writeObject(json);
            json.WriteEndObject();
        }

        var newline = context.Response.BodyWriter.GetSpan(1);
        newline[0] = (byte)'\n';
        context.Response.BodyWriter.Advance(1);
    }
}
