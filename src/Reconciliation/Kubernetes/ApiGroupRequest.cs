using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Asks for one API group, where the client library only asks for all of them.</summary>
internal static class ApiGroupRequest
{
    /// <summary>The group's versions, in the server's order of preference.</summary>
    /// <exception cref="HttpOperationException">The server answered with an error; 404 where it has no such group.</exception>
    public static async Task<V1APIGroup> GetGroupAsync(this IKubernetes client, string group, CancellationToken cancellationToken)
    {
        var connection = (k8s.Kubernetes)client;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{client.BaseUri.OriginalString.TrimEnd('/')}/apis/{group}");
        if (connection.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        using var response = await connection.HttpClient.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? KubernetesJson.Deserialize<V1APIGroup>(content)
            : throw new HttpOperationException($"{(int)response.StatusCode}") { Response = new HttpResponseMessageWrapper(response, content) };
    }
}
