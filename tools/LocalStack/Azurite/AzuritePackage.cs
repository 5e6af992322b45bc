using System.Reflection;
using System.Security.Cryptography;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Azurite;

/// <summary>The pinned npm package, installed once per user and version.</summary>
internal sealed class AzuritePackage(AzuriteOptions options)
{
    private const string ResourcePrefix = "azurite-npm/";
    private const string QueueServer = "node_modules/azurite/dist/src/queue/main.js";
    private const string BlobServer = "node_modules/azurite/dist/src/blob/main.js";
    private const string Wrapper = "run-while-stdin-is-open.js";
    private const int OldestNode = 20;

    /// <summary>Makes sure that the package is there.</summary>
    /// <returns>The wrapper script and the servers' scripts.</returns>
    /// <exception cref="AzuriteException">Node.js or npm is missing or too old, or npm failed.</exception>
    public async Task<(string Wrapper, string QueueServer, string BlobServer)> EnsureInstalledAsync(CancellationToken cancellationToken)
    {
        await CheckNodeAsync(cancellationToken);
        var files = ReadResources();
        var folder = Path.Combine(options.CacheFolder, $"azurite-{Fingerprint(files)}");
        if (!File.Exists(Path.Combine(folder, QueueServer)))
        {
            await InstallAsync(files, folder, cancellationToken);
        }

        return (Path.Combine(folder, Wrapper), Path.Combine(folder, QueueServer), Path.Combine(folder, BlobServer));
    }

    private async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        var result = await ProgramRun.CompleteAsync(options.Node, ["--version"], folder: null, cancellationToken)
            ?? throw new AzuriteException(
                AzuriteFailure.NodeMissing, $"{options.Node} was not found: install Node.js {OldestNode} or newer.");
        var version = result.LastLines(1).TrimStart('v');
        if (!Version.TryParse(version, out var parsed) || parsed.Major < OldestNode)
        {
            throw new AzuriteException(
                AzuriteFailure.NodeTooOld, $"{options.Node} is version {version}: install Node.js {OldestNode} or newer.");
        }
    }

    private async Task InstallAsync(
        SortedDictionary<string, byte[]> files, string folder, CancellationToken cancellationToken)
    {
        // Installed aside and renamed: whoever comes second finds the whole folder or none.
        var aside = $"{folder}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(aside);
            foreach (var (name, content) in files)
            {
                await File.WriteAllBytesAsync(Path.Combine(aside, name), content, cancellationToken);
            }

            await RunNpmAsync(aside, cancellationToken);
            MoveUnlessThere(aside, folder);
        }
        finally
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    private async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
    {
        string[] arguments = ["ci", "--ignore-scripts", "--no-progress", "--loglevel=error"];
        var result = await ProgramRun.CompleteAsync(options.Npm, arguments, folder, cancellationToken)
            ?? throw new AzuriteException(
                AzuriteFailure.NpmMissing, $"{options.Npm} was not found: install npm, which comes with Node.js.");
        if (result.ExitCode != 0 || !File.Exists(Path.Combine(folder, QueueServer)))
        {
            throw new AzuriteException(
                AzuriteFailure.InstallFailed,
                $"npm ci for Azurite ended with code {result.ExitCode}; check npm's registry and proxy settings. It said: {result.LastLines(5)}");
        }
    }

    private static void MoveUnlessThere(string aside, string folder)
    {
        try
        {
            Directory.Move(aside, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, QueueServer)))
        {
            // Another process was faster; its folder has the same fingerprint.
        }
    }

    private static SortedDictionary<string, byte[]> ReadResources()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(name)!;
            using var content = new MemoryStream();
            stream.CopyTo(content);
            files.Add(name[ResourcePrefix.Length..], content.ToArray());
        }

        return files;
    }

    private static string Fingerprint(SortedDictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in files.Values)
        {
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
