using System.Net;

namespace ApiBridge.Administration;

/// <summary>Reads what the API server answers to a GET.</summary>
public static class ClusterAnswer
{
    /// <summary>Reads it to its end.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="pathAndQuery">What was asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The document's UTF-8 text; null when it is not there.</returns>
    /// <exception cref="ClusterRefusalException">The API server said no.</exception>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage answer, string pathAndQuery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? body
            : answer.StatusCode is HttpStatusCode.NotFound ? null
            : throw ClusterRefusalException.Of(answer.StatusCode, pathAndQuery, body);
    }
}
