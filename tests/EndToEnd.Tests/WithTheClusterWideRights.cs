namespace ApiBridge.EndToEnd.Tests;

/// <summary>The suite with nothing but the rights of the manifests, those for the whole cluster.</summary>
public sealed class WithTheClusterWideRights(ClusterWideFixture fixture) : EndToEndSuite(fixture), IClassFixture<ClusterWideFixture>;
