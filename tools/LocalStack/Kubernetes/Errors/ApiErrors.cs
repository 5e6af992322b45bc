using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Errors;

/// <summary>The failures a Kubernetes API server answers with, worded as apimachinery's <c>api/errors</c> words them.</summary>
internal static class ApiErrors
{
    private const string ChangedMeanwhile =
        "the object has been modified; please apply your changes to the latest version and try again";

    public static ApiException UnknownPath() =>
        new(404, "NotFound", "the server could not find the requested resource", new JsonObject());

    public static ApiException NotFound(GroupResource resource, string name) =>
        new(404, "NotFound", $"{resource} \"{name}\" not found", Details(resource, name));

    public static ApiException AlreadyExists(GroupResource resource, string name) =>
        new(409, "AlreadyExists", $"{resource} \"{name}\" already exists", Details(resource, name));

    public static ApiException Conflict(GroupResource resource, string name, string? detail = null) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource} \"{name}\": {detail ?? ChangedMeanwhile}",
            Details(resource, name));

    public static ApiException Forbidden(GroupResource resource, string name, string detail, JsonObject cause)
    {
        var details = Details(resource, name);
        details["causes"] = new JsonArray(cause);
        return new ApiException(403, "Forbidden", $"{resource} \"{name}\" is forbidden: {detail}", details);
    }

    public static ApiException Invalid(ResourceType type, string name, IReadOnlyCollection<FieldError> errors)
    {
        var causes = errors.Select(error => (JsonNode)new JsonObject
        {
            ["reason"] = error.Reason,
            ["message"] = error.Message,
            ["field"] = error.Field,
        });
        var list = string.Join(", ", errors);
        var kind = type.Group.Length == 0 ? type.Kind : $"{type.Kind}.{type.Group}";
        return new ApiException(422, "Invalid",
            $"{kind} \"{name}\" is invalid: {(errors.Count == 1 ? list : $"[{list}]")}",
            new JsonObject
            {
                ["name"] = name,
                ["group"] = type.Group,
                ["kind"] = type.Kind,
                ["causes"] = new JsonArray([.. causes]),
            });
    }

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException PatchRefused(string message) => new(422, "Invalid", message);

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new JsonObject());

    public static ApiException UnsupportedMediaType(IEnumerable<string> accepted) =>
        new(415, "UnsupportedMediaType",
            $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiException BodyTooLarge(long limit) =>
        new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    public static ApiException ObjectTooLarge() =>
        new(413, "RequestEntityTooLarge", "etcdserver: request is too large");

    public static ApiException Expired(long asked, long oldest) =>
        new(410, "Expired", $"too old resource version: {asked} ({oldest})");

    public static ApiException ContinueExpired() =>
        new(410, "Expired", "The provided continue parameter is too old to display a consistent list result. "
            + "You must start a new list without the continue parameter.");

    public static ApiException FutureRevision(long asked, long current) =>
        new(504, "Timeout", $"Too large resource version: {asked}, current: {current}", new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject
            {
                ["reason"] = "ResourceVersionTooLarge",
                ["message"] = "Too large resource version",
            }),
            ["retryAfterSeconds"] = 1,
        });

    public static ApiException Internal(string message) => new(500, "InternalError", $"Internal error occurred: {message}");

    private static JsonObject Details(GroupResource resource, string name)
    {
        var details = new JsonObject { ["name"] = name };
        if (resource.Group.Length > 0)
        {
            details["group"] = resource.Group;
        }

        details["kind"] = resource.Resource;
        return details;
    }
}
