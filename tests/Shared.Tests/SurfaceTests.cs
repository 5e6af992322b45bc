using System.Reflection;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Shared.Tests;

public sealed class SurfaceTests
{
    /// <summary>The names of its types clash with those of the client that the worker compiles with.</summary>
    [Fact]
    public void NothingOfTheKubernetesClientShows() => Assert.Empty(
        from type in typeof(ClusterConnection).Assembly.GetExportedTypes()
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where $"{member}".Contains("k8s.", StringComparison.Ordinal)
        select $"{type.Name} {member}");
}
