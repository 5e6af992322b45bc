using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>
/// The policies that a spec asks for. No registration carries them, so that no gateway enforces them. Each is read as its CRD has it and as
/// tolerantly as the rest: a schema may keep any form of it.
/// </summary>
public static class PolicyRequests
{
    /// <summary>Reads which are asked for.</summary>
    /// <param name="spec">The spec's JSON.</param>
    /// <returns>Their fields, like <c>spec.rateLimit</c>, in a fixed order; none when the spec asks for none.</returns>
    public static IReadOnlyList<string> Of(JsonElement spec)
    {
        List<string> found = [];
        Add("apiKeyVerification", IsOn(spec, "apiKeyVerification"));
        Add("rateLimit", IsOn(spec, "rateLimit"));
        Add("quota", IsLimited(spec.Child("quota")) || IsOn(spec, "quota"));
        Add("OASValidation", Validates(spec.Child("OASValidation")) || IsOn(spec, "OASValidation"));
        Add("CORS", IsOn(spec, "CORS"));
        Add("template", IsNamed(spec, "template") || IsNamed(spec.Child("template"), "name") || IsOn(spec, "template"));
        return found;

        void Add(string policy, bool isAskedFor)
        {
            if (isAskedFor)
            {
                found.Add($"spec.{policy}");
            }
        }
    }

    // A block that does not say whether it is enabled is not: that is each one's default.
    private static bool IsOn(JsonElement spec, string policy) => IsTrue(spec, policy) || IsTrue(spec.Child(policy), "enabled");

    // The one block without a switch: charts fill it in with empty texts.
    private static bool IsLimited(JsonElement quota) =>
        (IsNamed(quota, "limit") || IsNamed(quota, "identifier")) && !IsFalse(quota, "enabled");

    private static bool Validates(JsonElement validation) => IsTrue(validation, "requestEnabled") || IsTrue(validation, "responseEnabled");

    private static bool IsNamed(JsonElement element, string name) => element.Child(name) switch
    {
        { ValueKind: JsonValueKind.String } text => !string.IsNullOrWhiteSpace(text.GetString()),
        { ValueKind: JsonValueKind.Number } => true,
        _ => false,
    };

    private static bool IsTrue(JsonElement element, string name) => IsFlag(element, name, flag: true);

    private static bool IsFalse(JsonElement element, string name) => IsFlag(element, name, flag: false);

    private static bool IsFlag(JsonElement element, string name, bool flag) =>
        element.Flag(name) == flag || (bool.TryParse(element.Text(name), out var written) && written == flag);
}
