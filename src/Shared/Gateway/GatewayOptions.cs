using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Shared.Gateway;

/// <summary>Which gateway an API is registered on, and under which name: section <c>ApiBridge:Gateway</c>, the same for both programs.</summary>
public sealed record GatewayOptions : ICheckedOptions
{
    private const string NamespacePlaceholder = "{namespace}";

    /// <inheritdoc/>
    public static string Section => "ApiBridge:Gateway";

    /// <summary>
    /// The gateway's management endpoint: host and port, with or without a scheme; <c>{namespace}</c> stands for the API's namespace.
    /// Default <c>apig-operator-uportal.{namespace}:8080</c>.
    /// </summary>
    public string Endpoint { get; set; } = "apig-operator-uportal.{namespace}:8080";

    /// <summary>
    /// The name of an API's entry on its gateway, made of <c>{cluster}</c>, <c>{namespace}</c> and <c>{name}</c>. A gateway that serves
    /// several namespaces needs a dot between the last two, for no namespace holds one. Default <c>{name}</c>.
    /// </summary>
    public string EntryName { get; set; } = "{name}";

    /// <summary>
    /// Entry names that were in use before, comma-separated templates: a record under one of them tells what to remove. Default
    /// <c>{name}</c>, the operator's that this product replaces; empty once all is taken over.
    /// </summary>
    public string FormerEntryNames { get; set; } = "{name}";

    /// <summary>
    /// Endpoints that were in use before, comma-separated: what an API has on record there is removed there. Default none: it is left, and
    /// the API's condition says so.
    /// </summary>
    public string FormerEndpoints { get; set; } = "";

    /// <summary>Paths of the gateway's own, comma-separated, under which no API is registered. Default <c>/operator</c>.</summary>
    public string ReservedPaths { get; set; } = "/operator";

    /// <summary>The Ingress in the API's namespace whose load balancer is the APIs' address. Default <c>apig-operator-uportal</c>.</summary>
    public string IngressName { get; set; } = "apig-operator-uportal";

    /// <summary>Whether each namespace has a gateway of its own. A gateway is an authority, so a path tells no two apart.</summary>
    public bool IsPerNamespace => EndpointOf("a").Authority != EndpointOf("b").Authority;

    /// <summary>The reserved paths, one by one.</summary>
    public IReadOnlyList<string> ReservedPathList => SettingList.Items(ReservedPaths);

    /// <summary>The management endpoint for a namespace.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <returns>An absolute URL that ends in a slash.</returns>
    /// <exception cref="InvalidNamespaceException">It can be no namespace: with a dot in it, it would choose the host that gets the token.</exception>
    public Uri EndpointOf(string ns) => EndpointOf(Endpoint, ns);

    /// <summary>The endpoint of a former gateway, if <see cref="FormerEndpoints"/> names it.</summary>
    /// <param name="authority">The gateway's authority, as an API's status has it.</param>
    /// <param name="ns">The API's namespace.</param>
    /// <returns>An absolute URL that ends in a slash; null when nothing may be removed there.</returns>
    /// <exception cref="InvalidNamespaceException">It can be no namespace.</exception>
    public Uri? FormerEndpointOf(string authority, string ns) =>
        SettingList.Items(FormerEndpoints).Select(template => EndpointOf(template, ns)).FirstOrDefault(endpoint => endpoint.Authority == authority);

    /// <summary>The Service in an object's own namespace that is its gateway, present or former, where the template says <c>{namespace}</c>.</summary>
    /// <param name="authority">The gateway's authority.</param>
    /// <param name="ns">The object's namespace.</param>
    /// <returns>The Service's name; null where the gateway is anything else, or nobody's.</returns>
    /// <exception cref="InvalidNamespaceException">It can be no namespace.</exception>
    public string? ServiceOf(string authority, string ns) => SettingList.Items(FormerEndpoints).Prepend(Endpoint)
        .Where(template => template.Contains(NamespacePlaceholder, StringComparison.Ordinal))
        .Select(template => EndpointOf(template, ns))
        .Where(endpoint => endpoint.Authority == authority)
        .Select(endpoint => GatewayService.NameOf(endpoint, ns))
        .FirstOrDefault();

    /// <summary>The entries of these gateways.</summary>
    /// <param name="cluster">The cluster's name, for <c>{cluster}</c>.</param>
    /// <returns>What tells an object's own entry.</returns>
    public GatewayEntries Entries(string cluster) => new(
        ns => EndpointOf(ns).Authority,
        (authority, ns) => FormerEndpointOf(authority, ns) is not null,
        NamespaceOf,
        new(EntryName, cluster),
        [.. SettingList.Items(FormerEntryNames).Select(template => new EntryNameTemplate(template, cluster))],
        isShared: !IsPerNamespace);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (EndpointProblem(Endpoint) is { } problem)
        {
            yield return $"{Section}:Endpoint {problem}";
        }

        foreach (var former in SettingList.Items(FormerEndpoints).Select(EndpointProblem).OfType<string>())
        {
            yield return $"{Section}:FormerEndpoints has one that {former}";
        }

        foreach (var (setting, template) in Templates())
        {
            if (EntryNameTemplate.ProblemOf(template) is { } flaw)
            {
                yield return $"{Section}:{setting} is '{template}': {flaw}";
            }
        }

        foreach (var path in ReservedPathList.Where(path => path[0] != '/' || path.Trim('/').Length == 0))
        {
            yield return $"{Section}:ReservedPaths has '{path}': give paths that begin with a slash and go on, such as /operator, separated by commas";
        }

        if (!KubernetesName.IsValid(IngressName))
        {
            yield return $"{Section}:IngressName is {(IngressName.Length == 0 ? "empty" : $"'{Excerpt.Of(IngressName)}'")}: name the gateway's Ingress, such as apig-operator-uportal";
        }
    }

    /// <summary>What makes the entry's name unfit for the objects that are looked after, or for the cluster.</summary>
    /// <param name="scope">Which objects are looked after.</param>
    /// <param name="cluster">The cluster's name; empty when it has none.</param>
    /// <returns>The problems; none when no two objects share an entry.</returns>
    public IEnumerable<string> Problems(ScopeOptions scope, string cluster)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (Problems().Any() || scope.Problems().Any())
        {
            yield break;
        }

        if (!IsPerNamespace && !new NamespaceScope(scope).IsOneNamespace && !new EntryNameTemplate(EntryName, cluster).PartsNamespaceAndName)
        {
            yield return $"{Section}:EntryName is '{EntryName}', but the gateway at '{Endpoint}' serves several namespaces ({ScopeOptions.Section}:Namespaces is "
                + $"'{scope.Namespaces}'), so that two APIs could share one entry: use {{namespace}}.{{name}}";
        }

        foreach (var (setting, template) in Templates())
        {
            if (new EntryNameTemplate(template, cluster).ClusterProblem is { } problem)
            {
                yield return $"{Section}:{setting} is '{template}', and ApiBridge:Kubernetes:ClusterName is '{cluster}': {problem}";
            }
        }
    }

    private IEnumerable<(string Setting, string Template)> Templates() =>
        SettingList.Items(FormerEntryNames).Select(item => (nameof(FormerEntryNames), item)).Prepend((nameof(EntryName), EntryName));

    private string? NamespaceOf(string authority)
    {
        const string Any = "any-namespace";
        var parts = EndpointOf(Any).Authority.Split(Any, 2);
        return parts.Length == 2
            && authority.Length > parts[0].Length + parts[1].Length
            && authority.StartsWith(parts[0], StringComparison.Ordinal)
            && authority.EndsWith(parts[1], StringComparison.Ordinal)
            && authority[parts[0].Length..^parts[1].Length] is var ns && KubernetesName.IsNamespace(ns)
                ? ns
                : null;
    }

    private static Uri EndpointOf(string template, string ns)
    {
        if (!KubernetesName.IsNamespace(ns))
        {
            throw new InvalidNamespaceException(ns);
        }

        var endpoint = template.Replace(NamespacePlaceholder, ns, StringComparison.Ordinal).TrimEnd('/');
        return new(WithScheme(endpoint) + "/");
    }

    private static string? EndpointProblem(string template)
    {
        const string Fix = "give host and port, like apig-operator-uportal.{namespace}:8080";
        var filled = template.Replace(NamespacePlaceholder, "ns", StringComparison.Ordinal);
        if (!Uri.TryCreate(WithScheme(filled), UriKind.Absolute, out var url))
        {
            return filled.Contains('@', StringComparison.Ordinal) ? $"is no endpoint: {Fix}" : $"is '{template}': {Fix}";
        }

        if (url.UserInfo.Length > 0)
        {
            // It is not repeated here.
            return $"has a user or a password in it, which no call would carry: use {Section}:BearerTokenFile or {Section}:Headers:Authorization";
        }

        if (filled.AsSpan().ContainsAny('{', '}'))
        {
            return $"is '{template}': {{namespace}} is the one placeholder that it may have";
        }

        var isEndpoint = (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.Query.Length == 0 && url.Fragment.Length == 0 && url.Port > 0;
        return isEndpoint ? null : $"is '{template}': {Fix}";
    }

    private static string WithScheme(string endpoint) =>
        endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"http://{endpoint}";
}
