using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace ApiBridge.CommandLine.Tests;

/// <summary>The program as users get it: packed as a .NET tool, and installed from that file alone.</summary>
public sealed class ToolTests(InstalledTool tool)
{
    private static string Version => typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    [Fact]
    public async Task TheInstalledToolTellsItsVersionAndCommit()
    {
        await tool.InstalledAsync();

        var (code, output, _) = await tool.RunAsync(Path.Combine(tool.Folder, "apibridge"), ["--version"]);

        Assert.Equal((0, Version), (code, output.Trim()));
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.-]+)?\+[0-9a-f]{40}$", output.Trim());
    }

    [Theory]
    [InlineData("poison --help", "redrive")]
    [InlineData("apis plan --help", "--exit-code")]
    [InlineData("completion --help", "pwsh")]
    public async Task TheInstalledToolHelps(string arguments, string told)
    {
        await tool.InstalledAsync();

        var (code, output, error) = await tool.RunAsync(Path.Combine(tool.Folder, "apibridge"), arguments.Split(' '));

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePackageSaysWhatItIs()
    {
        await tool.InstalledAsync();
        await using var package = await ZipFile.OpenReadAsync(tool.Package, TestContext.Current.CancellationToken);
        await using var manifest = await package.GetEntry("apibridge.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
        var metadata = (await XDocument.LoadAsync(manifest, LoadOptions.None, TestContext.Current.CancellationToken)).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal(("apibridge", Version.Split('+')[0], "Apache-2.0", "README.md"), (Value("id"), Value("version"), Value("license"), Value("readme")));
        Assert.NotEmpty(Value("description")!);
        Assert.Equal("DotnetTool", metadata.Descendants().Single(element => element.Name.LocalName == "packageType").Attribute("name")!.Value);
        Assert.NotNull(package.GetEntry("README.md"));
    }
}
