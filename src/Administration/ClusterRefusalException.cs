using System.Net;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Administration;

/// <summary>The API server refused, or said what can't be read.</summary>
/// <param name="message">What was asked, and what came back, in one line.</param>
/// <param name="innerException">The cause; null for none.</param>
public sealed class ClusterRefusalException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>An answer that is no success, as the API server words it.</summary>
    /// <param name="status">The HTTP code.</param>
    /// <param name="pathAndQuery">What was asked for.</param>
    /// <param name="body">The answer's body.</param>
    public static ClusterRefusalException Of(HttpStatusCode status, string pathAndQuery, byte[] body) =>
        new($"the API server answered {(int)status} to GET {pathAndQuery}: {Excerpt.Of(MessageIn(body), Excerpt.SentenceBytes)}");

    private static string MessageIn(byte[] body)
    {
        try
        {
            using var status = ObjectJson.Parse(body);
            return status.RootElement.Text("message");
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }
}
