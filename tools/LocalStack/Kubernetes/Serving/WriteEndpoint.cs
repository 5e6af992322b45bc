using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Create, update and patch.</summary>
internal sealed class WriteEndpoint(ObjectStore store, ObjectWriter writer, TimeProvider time)
{
    public async Task CreateAsync(HttpContext context, ResourceAddress at)
    {
        var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var options = Options(context.Request);
        await AnswerAsync(context, 201, at, writer.Create(at, body, options), options);
    }

    public async Task ReplaceAsync(HttpContext context, ResourceAddress at)
    {
        var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var options = Options(context.Request);
        await AnswerAsync(context, 200, at, writer.Update(at, Replace, options), options);

        JsonObject Replace(JsonObject current)
        {
            // A uid in the body of an update is a precondition, in a patch it would be a change.
            new Preconditions(body.Metadata().Text("uid")).RefuseOther(current, at.Type.Name);
            return (JsonObject)body.DeepClone();
        }
    }

    public async Task PatchAsync(HttpContext context, ResourceAddress at)
    {
        var patch = await ObjectPatch.ReadAsync(context.Request, at, context.RequestAborted);
        var options = Options(context.Request);
        if (patch.CreatesMissing && !at.IsStatus && store.Get(at.Type.StoredAs, at.ObjectName) is null)
        {
            var created = patch.Apply(new JsonObject
            {
                ["apiVersion"] = at.ApiVersion,
                ["kind"] = at.Type.Kind,
                ["metadata"] = new JsonObject { ["name"] = at.Name },
            });
            await AnswerAsync(context, 201, at, writer.Create(at, created, options), options);
            return;
        }

        await AnswerAsync(context, 200, at, writer.Update(at, patch.Apply, options), options);
    }

    private static WriteOptions Options(HttpRequest request)
    {
        var validation = request.Query["fieldValidation"].ToString() is { Length: > 0 } given ? given : "Warn";
        return validation is "Ignore" or "Warn" or "Strict"
            ? new WriteOptions(request.Query["dryRun"] == "All", validation)
            : throw ApiErrors.BadRequest($"fieldValidation: Unsupported value: \"{validation}\": supported values: "
                + "\"Ignore\", \"Strict\", \"Warn\"");
    }

    private async Task AnswerAsync(HttpContext context, int code, ResourceAddress at, JsonObject body, WriteOptions options)
    {
        foreach (var warning in options.Warnings)
        {
            context.Response.Headers.Append("Warning", $"299 - \"{warning.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        var representation = Representations.Choose(context.Request, at.Version, time);
        await JsonAnswer.WriteAsync(context, code, json => representation.WriteObject(json, body));
    }
}
