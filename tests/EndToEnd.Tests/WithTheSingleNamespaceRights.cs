namespace ApiBridge.EndToEnd.Tests;

/// <summary>The suite with nothing but the rights of the manifests, those for a single namespace.</summary>
public sealed class WithTheSingleNamespaceRights(SingleNamespaceFixture fixture) : EndToEndSuite(fixture), IClassFixture<SingleNamespaceFixture>;
