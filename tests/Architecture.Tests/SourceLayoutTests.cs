using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>A file holds one type, is named as it, and is short enough to be read in one go.</summary>
public partial class SourceLayoutTests
{
    private const int LongestFile = 250;

    [Fact]
    public void SourceFilesStayShort()
    {
        var tooLong = ((string[])["src", "bench", "tools"]).SelectMany(folder => Repository.Files(folder, "*.cs"))
            .Select(path => (Path: path, Lines: LinesOf(path)))
            .Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Path} has {file.Lines} lines, more than {LongestFile}");

        Violations.AssertNone(tooLong);
    }

    [Fact]
    public void AFileHoldsOneTypeAndIsNamedAsIt()
    {
        var misplaced = Repository.Folders.SelectMany(folder => Repository.Files(folder, "*.cs"))
            .SelectMany(path => TypesIn(Repository.Read(path))
                .Where((type, index) => index > 0 || !string.Equals(type, NameOf(path), StringComparison.Ordinal))
                .Select(type => $"{path} holds {type}"));

        Violations.AssertNone(misplaced);
    }

    [Theory]
    [InlineData("namespace A;\n\npublic sealed record struct Key(int Id);\n", "Key")]
    [InlineData("internal static partial class Log\n{\n    private sealed class Inner;\n}\n", "Log")]
    [InlineData("public interface IStore<T>;\n\npublic delegate Task<int> Send(string body);\n", "IStore Send")]
    [InlineData("/// <summary>A class of its own.</summary>\npublic enum Reason { None }\n", "Reason")]
    [InlineData("var app = Build();\nawait app.RunAsync();\n", "")]
    public void TopLevelTypesAreFoundByTheirDeclaration(string source, string types) =>
        Assert.Equal(types, string.Join(' ', TypesIn(source)));

    private static int LinesOf(string path) => File.ReadLines(Path.Combine(Repository.Root, path)).Count();

    /// <summary>Only what stands at the start of a line: namespaces are file-scoped, so whatever is nested is indented.</summary>
    private static IEnumerable<string> TypesIn(string source) =>
        TypeDeclaration().Matches(source).Select(match => match.Groups["name"].Value);

    /// <summary>What stands before the first dot or brace, so that a type may be spread over <c>Type.Part.cs</c>.</summary>
    private static string NameOf(string path) => Path.GetFileName(path).Split('.', '{')[0];

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:(?:class|interface|enum|struct|record(?:\s+(?:class|struct))?)\s+|delegate\s+\S+\s+)(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex TypeDeclaration();
}
