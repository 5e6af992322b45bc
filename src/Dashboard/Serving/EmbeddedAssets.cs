using System.Reflection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ApiBridge.Dashboard.Serving;

/// <summary>The page's styles and scripts, and those of the libraries it is built of, as the build put them into this assembly.</summary>
internal sealed class EmbeddedAssets : IFileProvider
{
    private const string Prefix = "assets/";

    // Code of a library that has to run before the page's components; Blazor asks for the list by the application's name.
    private const string Initialisers = "[\"_content/Microsoft.FluentUI.AspNetCore.Components/Microsoft.FluentUI.AspNetCore.Components.lib.module.js\"]";

    private readonly Dictionary<string, IFileInfo> _files;

    public EmbeddedAssets()
    {
        var assembly = typeof(EmbeddedAssets).Assembly;
        var built = new DateTimeOffset(File.Exists(assembly.Location) ? File.GetLastWriteTimeUtc(assembly.Location) : DateTime.UnixEpoch, TimeSpan.Zero);
        _files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], IFileInfo (name) => new EmbeddedAsset(assembly, name, built), StringComparer.Ordinal);
        _files[$"{Name(assembly)}.modules.json"] = new TextAsset($"{Name(assembly)}.modules.json", Initialisers, built);
    }

    /// <summary>The application's name, by which Blazor asks for what belongs to it.</summary>
    public static string ApplicationName => Name(typeof(EmbeddedAssets).Assembly);

    /// <summary>The files by their paths on the page.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <inheritdoc/>
    public IFileInfo GetFileInfo(string subpath) =>
        _files.TryGetValue(subpath.TrimStart('/'), out var file) ? file : new NotFoundFileInfo(subpath);

    /// <inheritdoc/>
    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    /// <inheritdoc/>
    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private static string Name(Assembly assembly) => assembly.GetName().Name!;
}
