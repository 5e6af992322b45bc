using System.Text.Json;
using ApiBridge.Domain;
using k8s.Autorest;

namespace ApiBridge.LocalStack.Running;

/// <summary>Why an API server refused a request: the message of the Status that it answers with.</summary>
internal static class ApiRefusal
{
    public static string MessageOf(HttpOperationException exception) => MessageIn(exception.Response?.Content) ?? exception.Message;

    /// <returns>Null when the answer is no Status.</returns>
    public static string? MessageIn(string? answer)
    {
        try
        {
            return answer is { Length: > 0 } && JsonElement.Parse(answer).Text("message") is { Length: > 0 } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
