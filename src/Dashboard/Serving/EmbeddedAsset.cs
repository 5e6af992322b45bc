using System.Reflection;
using Microsoft.Extensions.FileProviders;

namespace ApiBridge.Dashboard.Serving;

/// <summary>A file in an assembly.</summary>
internal sealed class EmbeddedAsset(Assembly assembly, string resource, DateTimeOffset built) : IFileInfo
{
    private readonly Lazy<long> _length = new(() =>
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        return stream.Length;
    });

    public bool Exists => true;

    public bool IsDirectory => false;

    public DateTimeOffset LastModified => built;

    public long Length => _length.Value;

    public string Name => Path.GetFileName(resource);

    public string? PhysicalPath => null;

    public Stream CreateReadStream() => assembly.GetManifestResourceStream(resource)!;
}
