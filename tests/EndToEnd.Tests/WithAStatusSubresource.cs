namespace ApiBridge.EndToEnd.Tests;

/// <summary>The suite on a real kube-apiserver where the status is a subresource.</summary>
public sealed class WithAStatusSubresource(StatusSubresourceFixture fixture) : EndToEndSuite(fixture), IClassFixture<StatusSubresourceFixture>;
