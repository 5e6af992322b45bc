using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Kubernetes;
using k8s.Autorest;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>One call to the API server, its failures told apart.</summary>
internal static class ClusterCall
{
    private const int WordsBytes = 2048;
    private const string TooLarge = "request is too large";

    /// <summary>Runs a call.</summary>
    /// <param name="what">What it does, for the error.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The caller's; a timeout that is not the caller's counts as unavailability.</param>
    /// <exception cref="ConflictException">409.</exception>
    /// <exception cref="RejectedPatchException">The API server does not accept the result, or has no room for it.</exception>
    /// <exception cref="ClusterUnavailableException">It could not be reached, could not serve, or does not let us.</exception>
    /// <exception cref="HttpOperationException">Any other status.</exception>
    public static async Task<T> RunAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.Conflict)
        {
            throw new ConflictException($"could not {what}: {Words(exception)}", exception);
        }
        catch (HttpOperationException exception) when (
            exception.Response.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge || IsTooLarge(exception))
        {
            throw new RejectedPatchException($"could not {what}: {Words(exception)}", exception);
        }
        catch (HttpOperationException exception) when (IsUnavailable(exception.Response.StatusCode))
        {
            throw new ClusterUnavailableException(
                $"could not {what}: the API server answered {(int)exception.Response.StatusCode}: {Words(exception)}", exception);
        }
        catch (JsonException exception)
        {
            throw new ClusterUnavailableException($"could not {what}: the answer can't be read: {Excerpt.Of(exception.Message)}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ClusterUnavailableException($"could not {what}: {InnermostCause.Of(exception)}", exception);
        }
    }

    /// <summary>Runs a call that reads one object.</summary>
    /// <returns>The object, or null where the API server says that there is none of that name.</returns>
    /// <exception cref="ClusterUnavailableException">It does not serve the resource any more, which says nothing of the object.</exception>
    public static async Task<T?> FindObjectAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await RunAsync(what, call, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return NamesAnObject(exception.Response.Content)
                ? null
                : throw NotServed(what, exception);
        }
    }

    /// <summary>Runs a call that lists objects.</summary>
    /// <returns>The list; an empty one where there are none.</returns>
    /// <exception cref="ClusterUnavailableException">The API server does not serve the resource any more.</exception>
    public static async Task<T> ListAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(what, call, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            throw NotServed(what, exception);
        }
    }

    /// <summary>Runs a call that looks for one thing.</summary>
    /// <returns>What it found, or null where the API server answered 404.</returns>
    public static async Task<T?> FindAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await RunAsync(what, call, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static ClusterUnavailableException NotServed(string what, HttpOperationException exception) =>
        new($"could not {what}: the API server does not serve it", exception);

    // An unknown path is answered by plain text, a missing object by a Status with its name.
    private static bool NamesAnObject(string content) => Status(content).Child("details").Text("name").Length > 0;

    // What is too large for its storage the API server answers with 500, in the storage's words.
    private static bool IsTooLarge(HttpOperationException exception) =>
        exception.Response.StatusCode is HttpStatusCode.InternalServerError && Words(exception).EndsWith(TooLarge, StringComparison.Ordinal);

    // An API server repeats the value that it refuses.
    private static string Words(HttpOperationException exception) => Excerpt.Of(
        Status(exception.Response.Content).Text("message") is { Length: > 0 } message ? message : exception.Response.Content ?? string.Empty, WordsBytes);

    // What stands before the API server answers in words of its own.
    private static JsonElement Status(string content)
    {
        try
        {
            using var document = ObjectJson.Parse(Encoding.UTF8.GetBytes(content));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // Missing rights are mended by an administrator, not by the object's author: the work waits for that. A list whose next page is gone is
    // made anew.
    private static bool IsUnavailable(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout
            or HttpStatusCode.Gone or HttpStatusCode.TooManyRequests
        || (int)status >= 500;
}
