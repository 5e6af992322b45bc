namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>The worker's process dies. No code of the product may catch it.</summary>
internal sealed class CrashException(string step) : Exception($"died at '{step}'");
