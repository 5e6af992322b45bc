using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>Holds an object that a client sent against the URL it was sent to.</summary>
internal static class RequestedObject
{
    /// <summary>Fills in kind, version, name and namespace where the client left them out.</summary>
    /// <exception cref="ApiException">The object is of another kind, version, name or namespace.</exception>
    public static void Check(JsonObject body, ResourceAddress at)
    {
        if (at.Type.IsCustom && body.Text("kind") is null)
        {
            throw ApiErrors.BadRequest($"Object 'Kind' is missing in '{body.ToJsonString()}'");
        }

        if ((body.Text("apiVersion") ?? at.ApiVersion) != at.ApiVersion)
        {
            throw ApiErrors.BadRequest($"the API version in the data ({body.Text("apiVersion")}) does not match the expected "
                + $"API version ({at.ApiVersion})");
        }

        if (body.Text("kind") is { } kind && kind != at.Type.Kind)
        {
            throw at.Type.IsCustom
                ? ApiErrors.Invalid(
                    at.Type with { Kind = kind }, body.Name(), [FieldError.Invalid("kind", kind, $"must be {at.Type.Kind}")])
                : ApiErrors.BadRequest($"{kind} in version \"{at.Version.Name}\" cannot be handled as a {at.Type.Kind}: "
                + "no kind of that name is served here");
        }

        body["apiVersion"] = at.ApiVersion;
        body["kind"] = at.Type.Kind;
        MetadataRules.Normalize(body, at);
        if (body.Namespace() is { Length: > 0 } space && space != at.Namespace)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        if (at.Name.Length > 0 && body.Name() is { Length: > 0 } name && name != at.Name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({at.Name})");
        }

        if (at.Namespace.Length > 0)
        {
            body.Metadata()["namespace"] = at.Namespace;
        }

        if (at.Name.Length > 0)
        {
            body.Metadata()["name"] = at.Name;
        }
    }
}
