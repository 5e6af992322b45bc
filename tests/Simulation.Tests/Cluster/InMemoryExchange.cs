using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Simulation.Tests.Cluster;

/// <summary>One HTTP request and its answer between a client and a server in the same process, on the caller's thread.</summary>
internal static class InMemoryExchange
{
    public static async Task<HttpResponseMessage> SendAsync(RequestDelegate server, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var answer = new MemoryStream();
        var context = new DefaultHttpContext
        {
            Request =
            {
                Method = request.Method.Method,
                Path = PathString.FromUriComponent(uri),
                QueryString = QueryString.FromUriComponent(uri),
                Host = HostString.FromUriComponent(uri),
            },
            Response = { Body = answer },
        };
        context.Request.Headers.Accept = request.Headers.Accept.ToString();
        if (request.Content is { } content)
        {
            context.Request.ContentType = content.Headers.ContentType?.ToString();
            context.Request.Body = await content.ReadAsStreamAsync(cancellationToken);
        }

        await server(context);
        await context.Response.CompleteAsync();
        return new((HttpStatusCode)context.Response.StatusCode)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(answer.ToArray())
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(context.Response.ContentType ?? "text/plain") },
            },
        };
    }
}
