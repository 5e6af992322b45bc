using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>What the worker tells over HTTP: how things stand in all, and how one API stands. It reads and changes nothing.</summary>
public sealed class StatusApi
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // It is read by people in a terminal; nothing puts it into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly StatusReporter _reporter;

    internal StatusApi(StatusReporter reporter) => _reporter = reporter;

    /// <summary>Answers <c>GET /api/status</c>: counts of APIs, queues and breakers.</summary>
    /// <param name="ns">The namespace whose APIs are counted; null or empty counts all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// 200, whatever could not be read being named in it; 400 for what can be no namespace, 404 for one that is not looked after.
    /// </returns>
    public async Task<StatusAnswer> SummaryAsync(string? ns, CancellationToken cancellationToken)
    {
        var scope = string.IsNullOrEmpty(ns) ? null : ns;
        return (scope is null ? null : Refusal(scope)) ?? Answer(HttpStatusCode.OK, await _reporter.SummarizeAsync(scope, cancellationToken));
    }

    /// <summary>Answers <c>GET /api/status/{namespace}/{name}</c>: one API in full.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <param name="name">The API's name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>200; 400 for what can be no name, 404 where there is no such API, 422 where it can't be read, 503 while the cluster can't tell.</returns>
    public async Task<StatusAnswer> ApiAsync(string ns, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ArgumentNullException.ThrowIfNull(name);
        if (!KubernetesName.IsValid(name))
        {
            return NoName("an ExposedAPI", name, "lower-case letters, digits, '-' and '.'");
        }

        if (Refusal(ns) is { } refusal)
        {
            return refusal;
        }

        try
        {
            return await _reporter.FindAsync(ns, name, cancellationToken) is { } report
                ? Answer(HttpStatusCode.OK, report)
                : Answer(HttpStatusCode.NotFound, new ErrorReport("NotFound", $"there is no ExposedAPI {ns}/{name}"));
        }
        catch (UnreadableObjectException exception)
        {
            return Answer(HttpStatusCode.UnprocessableEntity, new ErrorReport("Unreadable", exception.Message));
        }
        catch (Exception exception) when (exception is ClusterUnavailableException or ResourceNotServedException)
        {
            return Answer(HttpStatusCode.ServiceUnavailable, new ErrorReport("ClusterUnavailable", exception.Message));
        }
    }

    private StatusAnswer? Refusal(string ns) =>
        !KubernetesName.IsNamespace(ns) ? NoName("a namespace", ns, "lower-case letters, digits and '-', 63 at most")
        : _reporter.LooksAfter(ns) ? null
        : Answer(
            HttpStatusCode.NotFound,
            new ErrorReport("NotFound", $"namespace {ns} is not looked after: {ScopeOptions.Section}:Namespaces names those that are"));

    private static StatusAnswer NoName(string what, string name, string characters) => Answer(
        HttpStatusCode.BadRequest,
        new ErrorReport("InvalidName", $"'{Excerpt.Of(name)}' can't be the name of {what}: use {characters}"));

    private static StatusAnswer Answer<T>(HttpStatusCode status, T body) => new((int)status, JsonSerializer.Serialize(body, Format));
}
