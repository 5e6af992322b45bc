using System.Collections.Concurrent;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>An overlay of <c>keda/</c> with components of choice.</summary>
internal static class Kustomization
{
    private const string Rights = "- ../../components/cluster-wide\n";

    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<SampleObject>>>> Built = new(StringComparer.Ordinal);

    /// <summary>Builds it, once.</summary>
    /// <param name="overlay">Its name.</param>
    /// <param name="components">The components in place of <c>cluster-wide</c>, by their paths below <c>keda/</c>.</param>
    public static Task<IReadOnlyList<SampleObject>> BuildAsync(string overlay, params string[] components)
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        return Built.GetOrAdd($"{overlay} {string.Join(' ', components)}", _ => new(() => MakeAsync(overlay, components))).Value;
    }

    private static async Task<IReadOnlyList<SampleObject>> MakeAsync(string overlay, string[] components)
    {
        using var folder = new TemporaryFolder();
        await TestServers.Manifests.CopyToAsync(folder.Path);
        var built = Path.Combine(folder.Path, "overlays", overlay);
        var file = Path.Combine(built, "kustomization.yaml");
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains(Rights, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(Rights, string.Concat(components.Select(component => $"- ../../{component}\n")), StringComparison.Ordinal));
        return await TestServers.Manifests.RenderAsync(built);
    }
}
