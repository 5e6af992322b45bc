using System.Globalization;

namespace ApiBridge.Domain;

/// <summary>Why a spec can't be registered, in words its author can act on.</summary>
/// <param name="Field">The field, as a path from the object's root.</param>
/// <param name="Value">What stands there, as it is written; empty when nothing does.</param>
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
    /// <param name="reservedPaths">The gateway's own paths, under which no API is registered.</param>
    /// <returns>The problems, none when the spec is usable.</returns>
    public static IReadOnlyList<SpecProblem> Of(ExposedApi api, IReadOnlyList<string> reservedPaths)
    {
        ArgumentNullException.ThrowIfNull(api);
        var problems = new List<SpecProblem>();
        var spec = api.Spec;
        if (PathRules.Fix(spec.Path, reservedPaths) is { } fix)
        {
            problems.Add(new("spec.path", spec.PathAsWritten, fix));
        }

        if (!KubernetesName.IsService(spec.Implementation))
        {
            problems.Add(new("spec.implementation", spec.ImplementationAsWritten, "name the Service that implements the API"));
        }

        if (spec.Port is < 1 or > 65535)
        {
            problems.Add(new("spec.port", spec.PortAsWritten, "use a port between 1 and 65535"));
        }

        var registration = ApiRegistration.Of(api, api.Key.Name);
        if (registration.Depth > JsonDepth.MaxRegistration)
        {
            problems.Add(new(
                "spec.specification",
                string.Create(CultureInfo.InvariantCulture, $"{registration.Depth - 1} levels deep"),
                string.Create(CultureInfo.InvariantCulture, $"nest it at most {JsonDepth.MaxRegistration - 1} levels deep")));
        }

        var size = registration.ToJson().Length;
        if (size > MaxRegistrationBytes)
        {
            problems.Add(new(
                "spec",
                string.Create(CultureInfo.InvariantCulture, $"{size} bytes to register"),
                string.Create(CultureInfo.InvariantCulture, $"keep path, implementation and specification under {MaxRegistrationBytes} bytes")));
        }

        return problems;
    }

    /// <summary>Whether a registration from a record or a message, which anybody may have written, is one that a spec could ask for.</summary>
    /// <param name="registration">The registration.</param>
    /// <param name="reservedPaths">The gateway's own paths, under which no API is registered.</param>
    public static bool Allows(ApiRegistration registration, IReadOnlyList<string> reservedPaths)
    {
        ArgumentNullException.ThrowIfNull(registration);
        return PathRules.Fix(registration.Path, reservedPaths) is null
            && KubernetesName.IsService(registration.Implementation)
            && registration.Port is >= 1 and <= 65535
            && registration.Depth <= JsonDepth.MaxRegistration
            && registration.ToJson().Length <= MaxRegistrationBytes;
    }

    /// <summary>The field, the value and the fix in one sentence.</summary>
    public override string ToString() =>
        $"{Field} is '{Excerpt.Of(Value)}': {Fix}";
}
