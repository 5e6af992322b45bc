using System.Collections.Concurrent;
using System.Diagnostics;
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
        Repository.CopyTo("keda", folder.Path);
        var overlays = Path.Combine(folder.Path, "overlays");
        using (var newKey = Process.Start(new ProcessStartInfo("sh", [Path.Combine(overlays, "azurite", "new-key.sh")]) { UseShellExecute = false })!)
        {
            await newKey.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, newKey.ExitCode);
        }

        var file = Path.Combine(overlays, overlay, "kustomization.yaml");
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains(Rights, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(Rights, string.Concat(components.Select(component => $"- ../../{component}\n")), StringComparison.Ordinal));

        using var result = new TemporaryFolder();
        result.Write($"{overlay}.yaml", await new Kubectl([]).RunAsync($"kustomize {Path.Combine(overlays, overlay)}"));
        return SampleFolder.Read(result.Path);
    }
}
