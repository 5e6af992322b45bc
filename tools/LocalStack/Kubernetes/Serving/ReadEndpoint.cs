using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Get and list.</summary>
internal sealed class ReadEndpoint(ObjectStore store, TimeProvider time)
{
    public Task GetAsync(HttpContext context, ResourceAddress at)
    {
        var stored = store.Get(at.Type.StoredAs, at.ObjectName) ?? throw ApiErrors.NotFound(at.Type.Name, at.Name);
        var representation = Representations.Choose(context.Request, at.Version, time);
        var body = VersionConversion.ToServed(stored, at.Type, at.Version);
        return JsonAnswer.WriteAsync(context, 200, json => representation.WriteObject(json, body));
    }

    public Task ListAsync(HttpContext context, ResourceAddress at)
    {
        var page = List(at, context.Request.Query);
        var representation = Representations.Choose(context.Request, at.Version, time);
        return JsonAnswer.WriteAsync(context, 200, json => representation.WriteList(json, page));
    }

    private ListPage List(ResourceAddress at, IQueryCollection query)
    {
        var selector = Selector.From(at, query);
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var token = query["continue"].ToString() is { Length: > 0 } text ? ContinueToken.Parse(text) : null;
        var snapshot = Snapshot(at, query, token);
        var items = new List<JsonObject>();
        ObjectName last = default;
        var remaining = 0L;
        foreach (var stored in snapshot.Objects.Where(stored => token is null || stored.Name > token.After))
        {
            if (items.Count == limit && selector.IsSelective && remaining > 0)
            {
                break; // How many are left is told only when it is cheap to know.
            }

            var body = VersionConversion.ToServed(stored, at.Type, at.Version);
            if (!selector.Matches(stored, body))
            {
                continue;
            }

            if (items.Count == limit)
            {
                remaining++;
                continue;
            }

            items.Add(body);
            last = stored.Name;
        }

        return new ListPage(
            at,
            snapshot.Revision.ToString(CultureInfo.InvariantCulture),
            remaining > 0 ? new ContinueToken(snapshot.Revision, last).ToString() : null,
            remaining > 0 && !selector.IsSelective ? remaining : null,
            items);
    }

    private StoreSnapshot Snapshot(ResourceAddress at, IQueryCollection query, ContinueToken? token)
    {
        try
        {
            if (token is not null)
            {
                return store.ListAt(at.Type.StoredAs, token.Revision);
            }

            var revision = ResourceVersionParameter.Parse(query) ?? 0;
            if (revision > store.Revision)
            {
                throw ApiErrors.FutureRevision(revision, store.Revision);
            }

            return query["resourceVersionMatch"] == "Exact" && revision > 0
                ? store.ListAt(at.Type.StoredAs, revision)
                : store.List(at.Type.StoredAs);
        }
        catch (RevisionCompactedException compacted)
        {
            throw token is null ? ApiErrors.Expired(compacted.Asked, compacted.Oldest) : ApiErrors.ContinueExpired();
        }
    }
}
