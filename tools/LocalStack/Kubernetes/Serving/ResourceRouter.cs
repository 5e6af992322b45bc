using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Brings requests on objects and collections to their endpoint.</summary>
internal sealed class ResourceRouter(
    ResourceCatalog catalog, ReadEndpoint read, WatchEndpoint watch, WriteEndpoint write, DeleteEndpoint delete)
{
    /// <param name="context">The request.</param>
    /// <param name="group">The API group in the URL.</param>
    /// <param name="version">The version in the URL.</param>
    /// <param name="rest">The URL's segments after the version, at least one.</param>
    /// <exception cref="ApiException">Nothing is served there, or not by that method.</exception>
    public Task RouteAsync(HttpContext context, string group, string version, string[] rest)
    {
        var at = Resolve(group, version, rest);
        var isCollection = at.Name.Length == 0;
        var isPlain = at.Subresource.Length == 0;
        var isScoped = !at.Type.Namespaced || at.Namespace.Length > 0;
        return context.Request.Method switch
        {
            "GET" when isCollection && context.Request.Query["watch"].ToString() is "true" or "1" => watch.WatchAsync(context, at),
            "GET" when isCollection => read.ListAsync(context, at),
            "GET" => read.GetAsync(context, at),
            "POST" when isCollection && isScoped => write.CreateAsync(context, at),
            "PUT" when !isCollection => write.ReplaceAsync(context, at),
            "PATCH" when !isCollection => write.PatchAsync(context, at),
            "DELETE" when isCollection && isScoped => delete.DeleteCollectionAsync(context, at),
            "DELETE" when !isCollection && isPlain => delete.DeleteAsync(context, at),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }

    private ResourceAddress Resolve(string group, string version, string[] rest)
    {
        var space = "";
        var isNamespaceItself = group.Length == 0 && rest is [_, _, "status"];
        if (rest is ["namespaces", var given, _, ..] && !isNamespaceItself)
        {
            space = given;
            rest = rest[2..];
        }

        if (rest.Length > 3 || catalog.Find(new GroupResource(group, rest[0])) is not { } type
            || type.FindServed(version) is not { } served)
        {
            throw ApiErrors.UnknownPath();
        }

        var at = new ResourceAddress(type, served, space, rest.ElementAtOrDefault(1) ?? "", rest.ElementAtOrDefault(2) ?? "");
        var fitsScope = type.Namespaced ? space.Length > 0 || at.Name.Length == 0 : space.Length == 0;
        return fitsScope && (at.Subresource.Length == 0 || (at.IsStatus && served.HasStatus)) ? at : throw ApiErrors.UnknownPath();
    }
}
