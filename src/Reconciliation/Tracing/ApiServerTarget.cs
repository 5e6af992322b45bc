namespace ApiBridge.Reconciliation.Tracing;

/// <summary>What a request to the API server is about, by the words that the API server's own metrics have for it.</summary>
/// <param name="Verb">The HTTP method, or LIST, or WATCH.</param>
/// <param name="Resource">The plural of the resource, with the subresource after a slash; <c>discovery</c> where it asks what is served.</param>
/// <param name="Namespace">The namespace; null where it is in none.</param>
internal readonly record struct ApiServerTarget(string Verb, string Resource, string? Namespace)
{
    private const string Discovery = "discovery";

    /// <summary>Reads it from the request's URL, like <c>…/apis/oda.tmforum.org/v1/namespaces/shop/exposedapis/orders/status</c>.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="url">The URL; the API server may be below a path of its own.</param>
    /// <returns>What it is about.</returns>
    public static ApiServerTarget Of(HttpMethod method, Uri url)
    {
        var parts = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var root = Array.FindIndex(parts, static part => part is "api" or "apis");
        var rest = root < 0 ? [] : parts.AsSpan(Math.Min(parts.Length, root + (parts[root] is "api" ? 2 : 3)));
        string? ns = null;
        if (rest is ["namespaces", var name, _, ..])
        {
            ns = Uri.UnescapeDataString(name);
            rest = rest[2..];
        }

        return rest switch
        {
            [] => new(method.Method, Discovery, ns),
            [var plural] => new(method == HttpMethod.Get ? Many(url) : method.Method, plural, ns),
            [var plural, _] => new(method.Method, plural, ns),
            [var plural, _, var sub, ..] => new(method.Method, $"{plural}/{sub}", ns),
        };
    }

    private static string Many(Uri url) => url.Query.Contains("watch=", StringComparison.Ordinal) ? "WATCH" : "LIST";
}
