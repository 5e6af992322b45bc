namespace ApiBridge.EndToEnd.Tests;

/// <summary>The URLs on the Kubernetes API emulator.</summary>
public sealed class UrlsOnTheEmulator(UrlsOnTheEmulatorFixture fixture) : UrlSuite(fixture), IClassFixture<UrlsOnTheEmulatorFixture>;
