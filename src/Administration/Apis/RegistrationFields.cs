using System.Text.Json.Serialization;
using ApiBridge.Domain;

namespace ApiBridge.Administration.Apis;

/// <summary>A registration, field by field.</summary>
/// <param name="Entry">The entry's name on the gateway.</param>
/// <param name="Path">The path on the gateway.</param>
/// <param name="Implementation">The Service behind it.</param>
/// <param name="Port">The Service's port.</param>
/// <param name="SpecificationHash">A hash of the specification; null where there is none.</param>
public sealed record RegistrationFields(string Entry, string Path, string Implementation, int Port, string? SpecificationHash)
{
    /// <summary>A registration's fields.</summary>
    public static RegistrationFields Of(ApiRegistration registration) => new(
        registration.Name,
        registration.Path,
        registration.Implementation,
        registration.Port,
        registration.Specification.ValueKind is System.Text.Json.JsonValueKind.Undefined or System.Text.Json.JsonValueKind.Null ? null : CanonicalJson.Hash(registration.Specification));

    /// <summary>The fields by their names, in the order in which they are shown.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Name, string Value)> All =>
    [
        ("entry", Entry), ("path", Path), ("implementation", Implementation), ("port", $"{Port}"), ("specification", SpecificationHash ?? ApiText.None),
    ];
}
