using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Errors;

/// <summary>A request that is answered by a <c>Status</c> of failure.</summary>
/// <param name="code">The HTTP status code.</param>
/// <param name="reason">The machine-readable reason, one of metav1.StatusReason.</param>
/// <param name="message">The reason in words.</param>
/// <param name="details">The Status' details, or null.</param>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    /// <summary>The body of the answer.</summary>
    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = reason,
        };
        if (details is not null)
        {
            status["details"] = details.DeepClone();
        }

        status["code"] = code;
        return status;
    }
}
