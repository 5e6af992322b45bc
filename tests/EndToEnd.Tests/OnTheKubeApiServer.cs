namespace ApiBridge.EndToEnd.Tests;

/// <summary>The suite on a real kube-apiserver.</summary>
public sealed class OnTheKubeApiServer(KubeApiServerFixture fixture) : EndToEndSuite(fixture), IClassFixture<KubeApiServerFixture>;
