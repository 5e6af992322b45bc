using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Implementations;

/// <summary>
/// The sample Component's order assistant: a server of the Model Context Protocol over streamable HTTP, revision 2025-06-18, with one tool.
/// </summary>
internal sealed class AssistantEndpoints(TimeProvider time)
{
    private const string Path = "/shop-orders/mcp";
    private const string Protocol = "2025-06-18";
    private const string Events = "text/event-stream";
    private const string Tool = "list_orders";
    private const int Announcements = 3;
    private const int InvalidRequest = -32600;
    private const int UnknownMethod = -32601;
    private const int InvalidParameters = -32602;
    private const int ParseError = -32700;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, AnnounceAsync);
        app.MapPost(Path, AnswerAsync);
    }

    // What a server has to tell by itself. It may end such a stream when it likes.
    private async Task AnnounceAsync(HttpContext context)
    {
        context.Response.ContentType = Events;
        foreach (var number in Enumerable.Range(1, Announcements))
        {
            if (number > 1)
            {
                await Task.Delay(Pause, time, context.RequestAborted);
            }

            await SendAsync(context, new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["method"] = "notifications/message",
                ["params"] = new JsonObject { ["level"] = "info", ["data"] = $"event {number} of {Announcements}" },
            });
        }
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var answer = await ReadAsync(context) switch
        {
            null => Failure(id: null, ParseError, "the body is no JSON"),
            { ValueKind: JsonValueKind.Object } request when request.TryGetProperty("method", out var method) && method.ValueKind is JsonValueKind.String =>
                request.TryGetProperty("id", out var id) ? Answer(method.GetString()!, JsonSerializer.SerializeToNode(id), request) : null,
            _ => Failure(id: null, InvalidRequest, "the body is no request with a method"),
        };
        if (answer is null)
        {
            // A notification has no answer.
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else if (context.Request.Headers.Accept.ToString().Contains(Events, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = Events;
            await SendAsync(context, answer);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
        }
    }

    private static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Answer(string method, JsonNode? id, JsonElement request) => method switch
    {
        "initialize" => Success(id, new JsonObject
        {
            ["protocolVersion"] = Protocol,
            ["capabilities"] = new JsonObject { ["tools"] = new JsonObject(), ["logging"] = new JsonObject() },
            ["serverInfo"] = new JsonObject { ["name"] = "shop-orders-assistant", ["version"] = "1.0.0" },
        }),
        "ping" => Success(id, []),
        "tools/list" => Success(id, new JsonObject
        {
            ["tools"] = new JsonArray(new JsonObject
            {
                ["name"] = Tool,
                ["description"] = "Lists the shop's orders.",
                ["inputSchema"] = new JsonObject { ["type"] = "object" },
            }),
        }),
        "tools/call" when ToolOf(request) == Tool => Success(id, new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Orders() }),
        }),
        "tools/call" => Failure(id, InvalidParameters, $"the one tool is {Tool}"),
        _ => Failure(id, UnknownMethod, $"there is no method {method}"),
    };

    private static string Orders() => new JsonArray([.. TmfSample.All[0].Resources[0].Objects.Select(order => order.DeepClone())]).ToJsonString();

    private static string? ToolOf(JsonElement request) =>
        request.TryGetProperty("params", out var given) && given.ValueKind is JsonValueKind.Object
            && given.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String ? name.GetString() : null;

    private static JsonObject Success(JsonNode? id, JsonObject result) => new() { ["jsonrpc"] = "2.0", ["id"] = id, ["result"] = result };

    private static JsonObject Failure(JsonNode? id, int code, string message) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id,
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    };

    private static async Task SendAsync(HttpContext context, JsonObject message)
    {
        await context.Response.WriteAsync($"data: {message.ToJsonString()}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
