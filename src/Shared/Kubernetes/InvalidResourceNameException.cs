using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>A group, version, plural, namespace or name that can't be part of a request's path. Nothing was asked.</summary>
/// <param name="part">What it should have been.</param>
/// <param name="value">What it is.</param>
public sealed class InvalidResourceNameException(string part, string value)
    : Exception($"'{Excerpt.Of(value)}' can't be the {part} of a Kubernetes object: use lower-case letters, digits and '-', and '.' in names and groups");
