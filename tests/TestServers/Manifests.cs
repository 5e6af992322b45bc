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
    /// <param name="triesUrls">Whether the APIs' public URLs are tried; <c>dev</c> always does.</param>
    /// <param name="sendsTelemetry">Whether traces and metrics are sent to a collector.</param>
    /// <returns>Its objects, in order of application.</returns>
    public static async Task<IReadOnlyList<SampleObject>> BuildAsync(
        string overlay, bool singleNamespace = false, bool triesUrls = false, bool sendsTelemetry = false)
    {
        using var folder = new TemporaryFolder();
        CopyTo(folder.Path, singleNamespace, triesUrls, sendsTelemetry);
        await MakeKeyAsync(Path.Combine(folder.Path, "overlays", "azurite", "new-key.sh"));
        var built = await new Kubectl([]).RunAsync($"kustomize {Path.Combine(folder.Path, "overlays", overlay)}");
        using var result = new TemporaryFolder();
        result.Write($"{overlay}.yaml", built);
        return SampleFolder.Read(result.Path);
    }

    private static void CopyTo(string folder, bool singleNamespace, bool triesUrls, bool sendsTelemetry)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "keda");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);

            // What a user changes to get the other variants.
            var text = File.ReadAllText(file);
            text = singleNamespace ? text.Replace("- ../../components/cluster-wide", "- ../../components/single-namespace", StringComparison.Ordinal) : text;
            text = sendsTelemetry ? text.Replace("# - ../../components/telemetry", "- ../../components/telemetry", StringComparison.Ordinal) : text;
            File.WriteAllText(target, triesUrls ? text.Replace("# - ../../components/reachability", "- ../../components/reachability", StringComparison.Ordinal) : text);
        }
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
