using System.Diagnostics;
using ApiBridge.LocalStack.Samples;
using Xunit;

namespace ApiBridge.TestServers;

/// <summary>The manifests of <c>keda/</c>, as <c>kubectl kustomize</c> builds them.</summary>
public static class Manifests
{
    /// <summary>Builds an overlay, with a new key where it takes one.</summary>
    /// <param name="overlay">Its name.</param>
    /// <param name="singleNamespace">Whether the rights are those for one namespace.</param>
    /// <param name="components">The components that are switched on, such as <c>components/reachability</c>, which <c>dev</c> has always.</param>
    /// <returns>Its objects, in order of application.</returns>
    public static Task<IReadOnlyList<SampleObject>> BuildAsync(string overlay, bool singleNamespace = false, params IReadOnlyList<string> components) =>
        BuildAsync(overlay, singleNamespace ? "single-namespace" : "cluster-wide", components);

    /// <summary>Builds an overlay, with a new key where it takes one.</summary>
    /// <param name="overlay">Its name.</param>
    /// <param name="rights">The component with the rights.</param>
    /// <param name="components">The components that are switched on, such as <c>components/reachability</c>, which <c>dev</c> has always.</param>
    /// <returns>Its objects, in order of application.</returns>
    public static async Task<IReadOnlyList<SampleObject>> BuildAsync(string overlay, string rights, params IReadOnlyList<string> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        using var folder = new TemporaryFolder();
        await CopyToAsync(folder.Path);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder.Path, "overlays"), "kustomization.yaml", SearchOption.AllDirectories))
        {
            // What a user changes to get the other variants.
            var text = (await File.ReadAllTextAsync(file)).Replace("- ../../components/cluster-wide", $"- ../../components/{rights}", StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                file, components.Aggregate(text, static (all, component) => all.Replace($"# - ../../{component}", $"- ../../{component}", StringComparison.Ordinal)));
        }

        return await RenderAsync(Path.Combine(folder.Path, "overlays", overlay));
    }

    /// <summary>Copies <c>keda/</c>, with a new key for Azurite.</summary>
    /// <param name="folder">Where to.</param>
    public static async Task CopyToAsync(string folder)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "keda");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await MakeKeyAsync(Path.Combine(folder, "overlays", "azurite", "new-key.sh"));
    }

    /// <summary>Renders a folder with a <c>kustomization.yaml</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Its objects, in order of application.</returns>
    public static async Task<IReadOnlyList<SampleObject>> RenderAsync(string folder)
    {
        using var result = new TemporaryFolder();
        result.Write("rendered.yaml", await new Kubectl([]).RunAsync($"kustomize {folder}"));
        return SampleFolder.Read(result.Path);
    }

    private static async Task MakeKeyAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", [script]) { UseShellExecute = false })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} ended with {process.ExitCode}.");
        }
    }
}
