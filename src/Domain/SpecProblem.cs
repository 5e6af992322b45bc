using System.Globalization;

namespace ApiBridge.Domain;

/// <summary>Why a spec can't be registered, in words its author can act on.</summary>
/// <param name="Field">The field, as a path from the object's root.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Fix">What to do about it.</param>
public readonly record struct SpecProblem(string Field, string Value, string Fix)
{
    /// <summary>
    /// The largest registration that is tried, in bytes. It is recorded in the object's status beside the spec it came from, and an
    /// API server stores no object above 1.5 MiB.
    /// </summary>
    public const int MaxRegistrationBytes = 256 * 1024;

    /// <summary>Everything that keeps <paramref name="api"/> from being registered.</summary>
    /// <param name="api">The object.</param>
    /// <returns>The problems, none when the spec is usable.</returns>
    public static IReadOnlyList<SpecProblem> Of(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        var problems = new List<SpecProblem>();
        var spec = api.Spec;
        if (PathFix(spec.Path) is { } fix)
        {
            problems.Add(new("spec.path", spec.Path, fix));
        }

        if (!KubernetesName.IsService(spec.Implementation))
        {
            problems.Add(new("spec.implementation", spec.Implementation, "name the Service that implements the API"));
        }

        if (spec.Port is < 1 or > 65535)
        {
            problems.Add(new("spec.port", spec.Port.ToString(CultureInfo.InvariantCulture), "use a port between 1 and 65535"));
        }

        var size = ApiRegistration.Of(api).ToJson().Length;
        if (size > MaxRegistrationBytes)
        {
            problems.Add(new(
                "spec",
                string.Create(CultureInfo.InvariantCulture, $"{size} bytes to register"),
                string.Create(CultureInfo.InvariantCulture, $"keep path, implementation and specification under {MaxRegistrationBytes} bytes")));
        }

        return problems;
    }

    /// <summary>The field, the value and the fix in one sentence.</summary>
    public override string ToString() =>
        $"{Field} is '{Excerpt.Of(Value)}': {Fix}";

    private static string? PathFix(string path)
    {
        if (path.Length == 0)
        {
            return "give the path under which the gateway exposes the API, like '/orders/v4'";
        }

        if (path[0] != '/')
        {
            return "start it with a slash";
        }

        if (path.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '?' or '#'))
        {
            return "use a plain path, without blanks, '?' or '#'";
        }

        return path.Split('/').Any(segment => segment is "." or "..") ? "leave out '.' and '..' segments" : null;
    }
}
