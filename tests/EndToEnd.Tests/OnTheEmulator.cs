namespace ApiBridge.EndToEnd.Tests;

/// <summary>The suite on the Kubernetes API emulator.</summary>
public sealed class OnTheEmulator(EmulatorFixture fixture) : EndToEndSuite(fixture), IClassFixture<EmulatorFixture>;
