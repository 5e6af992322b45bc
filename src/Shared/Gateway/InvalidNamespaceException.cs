using ApiBridge.Domain;

namespace ApiBridge.Shared.Gateway;

/// <summary>An endpoint was asked for of what can be no namespace. None is made: it might be a host of somebody else's choice.</summary>
/// <param name="ns">What was given for a namespace.</param>
public sealed class InvalidNamespaceException(string ns)
    : Exception($"'{Excerpt.Of(ns)}' can be no namespace, so that it has no gateway: give one DNS label, of lower-case letters, digits and dashes");
