using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Implementations;

/// <summary>Answers as TM Forum's design guidelines have them.</summary>
internal static class TmfAnswer
{
    // For people who read it in a terminal.
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task WriteErrorAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        var code = status.ToString(CultureInfo.InvariantCulture);
        return WriteJsonAsync(context, new JsonObject { ["code"] = code, ["reason"] = reason, ["status"] = code });
    }

    public static Task WriteJsonAsync(HttpContext context, JsonNode body)
    {
        context.Response.ContentType = "application/json;charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(Indented) + "\n", context.RequestAborted);
    }
}
