namespace ApiBridge.EndToEnd.Tests;

/// <summary>The URLs on a real kube-apiserver.</summary>
public sealed class UrlsOnTheKubeApiServer(UrlsOnTheKubeApiServerFixture fixture) : UrlSuite(fixture), IClassFixture<UrlsOnTheKubeApiServerFixture>;
