namespace ApiBridge.EndToEnd.Tests;

/// <summary>The stack on the Kubernetes API emulator.</summary>
public sealed class EmulatorFixture : StackFixture;
