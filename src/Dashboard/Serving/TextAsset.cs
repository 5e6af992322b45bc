using System.Text;
using Microsoft.Extensions.FileProviders;

namespace ApiBridge.Dashboard.Serving;

/// <summary>A file that is a few words.</summary>
internal sealed class TextAsset(string name, string text, DateTimeOffset built) : IFileInfo
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    public bool Exists => true;

    public bool IsDirectory => false;

    public DateTimeOffset LastModified => built;

    public long Length => _bytes.Length;

    public string Name => name;

    public string? PhysicalPath => null;

    public Stream CreateReadStream() => new MemoryStream(_bytes, writable: false);
}
