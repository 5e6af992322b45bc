using System.Globalization;
using ApiBridge.LocalStack.Kubernetes.Errors;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>The query parameter <c>resourceVersion</c>.</summary>
internal static class ResourceVersionParameter
{
    /// <returns>Null when it is not given; 0 means "any".</returns>
    /// <exception cref="ApiException">It is no resource version.</exception>
    public static long? Parse(IQueryCollection query)
    {
        var text = query["resourceVersion"].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw ApiErrors.BadRequest($"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }
}
