using ApiBridge.Domain;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Administration.Apis;

/// <summary>Tells by what an API is out of scope.</summary>
public static class ScopeReason
{
    /// <summary>By what it is out of scope.</summary>
    /// <param name="scope">What is looked after.</param>
    /// <param name="api">The API.</param>
    /// <returns><c>namespace</c> or <c>labels</c>; empty for one that is in scope.</returns>
    public static string OutOfScopeBy(this ObjectScope scope, ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(api);
        return !scope.Includes(api.Key.Namespace) ? "namespace" : scope.Includes(api.Key.Namespace, api.Labels) ? string.Empty : "labels";
    }
}
