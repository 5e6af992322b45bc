using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Delete, of one object or of a selection.</summary>
internal sealed class DeleteEndpoint(ObjectStore store, ObjectRemover remover)
{
    /// <summary>Answers with a Status when the object is gone, and with the object while something holds it.</summary>
    public async Task DeleteAsync(HttpContext context, ResourceAddress at)
    {
        var options = await ReadOptionsAsync(context);
        var (deleted, gone) = remover.Delete(at.Type.StoredAs, at.ObjectName, options)
            ?? throw ApiErrors.NotFound(at.Type.Name, at.Name);
        if (!gone)
        {
            var body = VersionConversion.ToServed(deleted, at.Type, at.Version);
            await JsonAnswer.WriteAsync(context, 200, json => body.WriteTo(json));
            return;
        }

        var details = new JsonObject { ["name"] = at.Name };
        if (at.Type.Group.Length > 0)
        {
            details["group"] = at.Type.Group;
        }

        details["kind"] = at.Type.Plural;
        details["uid"] = deleted.Body.Uid();
        await JsonAnswer.WriteAsync(context, 200, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        });
    }

    /// <summary>Answers with the list of what was deleted.</summary>
    public async Task DeleteCollectionAsync(HttpContext context, ResourceAddress at)
    {
        var options = await ReadOptionsAsync(context);
        var selector = Selector.From(at, context.Request.Query);
        var snapshot = store.List(at.Type.StoredAs);
        var deleted = snapshot.Objects
            .Where(stored => selector.Matches(stored, VersionConversion.ToServed(stored, at.Type, at.Version)))
            .Where(stored => remover.Delete(at.Type.StoredAs, stored.Name, options) is not null)
            .Select(stored => VersionConversion.ToServed(stored, at.Type, at.Version))
            .ToList();
        var page = new ListPage(at, snapshot.Revision.ToString(CultureInfo.InvariantCulture), null, null, deleted);
        await JsonAnswer.WriteAsync(context, 200, json => new FullRepresentation().WriteList(json, page));
    }

    private static async Task<DeleteOptions> ReadOptionsAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted) as JsonObject ?? [];
        var preconditions = body["preconditions"] as JsonObject ?? [];
        var query = context.Request.Query;
        var policy = body.Text("propagationPolicy") ?? query["propagationPolicy"].FirstOrDefault();
        if (policy is null && (body["orphanDependents"]?.ToString() ?? query["orphanDependents"]) == "true")
        {
            policy = "Orphan";
        }

        var dryRun = query["dryRun"] == "All" || ObjectMetadata.Texts(body["dryRun"]).Contains("All");
        return new DeleteOptions(policy, dryRun)
        {
            Preconditions = new Preconditions(preconditions.Text("uid"), preconditions.Text("resourceVersion")),
        };
    }
}
