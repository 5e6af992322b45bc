using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Runs a sentence against the emulator and against the real servers it is held to.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryServerAttribute : DataAttribute
{
    /// <summary>Why kube-apiserver 1.20 legitimately differs; null when it does not.</summary>
    public string? NotOnKubeApiServer { get; set; }

    /// <summary>Why the server of 1.36 legitimately differs; null when it does not.</summary>
    public string? NotOnMini36 { get; set; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
        [
            new TheoryDataRow<ServerKind>(ServerKind.Emulator),
            new TheoryDataRow<ServerKind>(ServerKind.KubeApiServer) { Skip = NotOnKubeApiServer ?? Missing },
            new TheoryDataRow<ServerKind>(ServerKind.Mini36) { Skip = NotOnMini36 ?? Missing },
        ]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private static string? Missing => RealKubernetes.IsAvailable ? null : RealKubernetes.Unavailable;
}
