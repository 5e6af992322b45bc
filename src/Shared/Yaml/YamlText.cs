using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Shared.Yaml;

/// <summary>Reads YAML that others wrote.</summary>
public static class YamlText
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostLevels">How deep it may be nested. The library goes down level by level, and a stack that overflows ends the process.</param>
    /// <returns>Its documents.</returns>
    /// <exception cref="YamlException">It is no YAML, or is nested deeper.</exception>
    public static IReadOnlyList<YamlDocument> Read(string text, int mostLevels)
    {
        try
        {
            RefuseDepth(text, mostLevels);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return [.. stream.Documents];
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // The library stumbles over some texts without a word of its own.
            throw new YamlException(Mark.Empty, Mark.Empty, "it can't be made out: look for an unclosed bracket or quote", exception);
        }
    }

    private static void RefuseDepth(string text, int mostLevels)
    {
        var (parser, depth) = (new Parser(new StringReader(text)), 0);
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > mostLevels)
            {
                throw new YamlException(parser.Current.Start, parser.Current.End, $"it is nested deeper than {mostLevels} levels");
            }
        }
    }
}
