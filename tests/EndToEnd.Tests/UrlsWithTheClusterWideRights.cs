namespace ApiBridge.EndToEnd.Tests;

/// <summary>The URLs with nothing but the rights of the manifests.</summary>
public sealed class UrlsWithTheClusterWideRights(UrlsWithTheClusterWideRightsFixture fixture) : UrlSuite(fixture), IClassFixture<UrlsWithTheClusterWideRightsFixture>;
