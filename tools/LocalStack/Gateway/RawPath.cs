using Microsoft.AspNetCore.Http.Features;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>What a client asked for, as it wrote it: the server decodes a path, and not all of it can be encoded again as it was.</summary>
internal static class RawPath
{
    /// <summary>The path and the query of a request, as they came.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The path; and the query, which is empty or begins with a question mark.</returns>
    public static (string Path, string Query) Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0)
        {
            // Clients of a proxy send the whole URL.
            var path = target.AsSpan(scheme + 3).IndexOfAny('/', '?') is var at and >= 0 ? target[(scheme + 3 + at)..] : string.Empty;
            target = path.StartsWith('/') ? path : $"/{path}";
        }

        return target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? (target[..query], target[query..]) : (target, string.Empty);
    }
}
