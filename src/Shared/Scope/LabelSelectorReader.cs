using System.Buffers;
using System.Text.RegularExpressions;
using ApiBridge.Domain;

namespace ApiBridge.Shared.Scope;

/// <summary>Reads the text of a label selector from left to right, once.</summary>
/// <param name="text">The text.</param>
internal sealed partial class LabelSelectorReader(string text)
{
    private const int MaxLength = 63;
    private const string Blanks = " \t\r\n";

    // A longer one comes before one that it begins with.
    private static readonly (string Sign, LabelOperator Operator)[] Signs =
    [
        ("==", LabelOperator.In), ("=", LabelOperator.In), ("!=", LabelOperator.NotIn), (">", LabelOperator.GreaterThan), ("<", LabelOperator.LessThan),
    ];

    private static readonly SearchValues<char> EndsOfWord = SearchValues.Create($"{Blanks}=!(),<>");

    private int _position;

    private bool IsAtEnd => _position == text.Length;

    /// <summary>Reads all requirements.</summary>
    /// <returns>They; none where there is nothing but blanks.</returns>
    /// <exception cref="FormatException">It is no selector.</exception>
    public IReadOnlyList<LabelRequirement> Read()
    {
        List<LabelRequirement> requirements = [];
        SkipBlanks();
        if (IsAtEnd)
        {
            return requirements;
        }

        do
        {
            requirements.Add(ReadRequirement());
        }
        while (Takes(","));
        return IsAtEnd ? requirements : throw Unexpected("',' or the end");
    }

    private LabelRequirement ReadRequirement()
    {
        if (Takes("!"))
        {
            return new(ReadKey(), LabelOperator.IsAbsent, new HashSet<string>());
        }

        var key = ReadKey();
        if (IsAtEnd || text[_position] == ',')
        {
            return new(key, LabelOperator.Exists, new HashSet<string>());
        }

        foreach (var (sign, comparison) in Signs)
        {
            if (Takes(sign))
            {
                return new(key, comparison, ReadOne(comparison));
            }
        }

        // Only here are these two no names.
        var start = _position;
        switch (ReadWord())
        {
            case "in":
                return new(key, LabelOperator.In, ReadSet());
            case "notin":
                return new(key, LabelOperator.NotIn, ReadSet());
            default:
                _position = start;
                throw Unexpected("one of =, ==, !=, in, notin, <, >");
        }
    }

    private string ReadKey()
    {
        if (ReadWord() is not { Length: > 0 } key)
        {
            throw Unexpected("a label's key");
        }

        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 || KubernetesName.IsValid(key[..slash])) && key[(slash + 1)..] is { Length: > 0 and <= MaxLength } name && Name().IsMatch(name)
            ? key
            : throw new FormatException($"'{Excerpt.Of(key)}' can't be the key of a label");
    }

    private HashSet<string> ReadOne(LabelOperator comparison)
    {
        var value = ReadValue();
        return comparison is LabelOperator.GreaterThan or LabelOperator.LessThan && LabelRequirement.Number(value) is null
            ? throw new FormatException($"'{value}' is no whole number, which < and > compare with")
            : [value];
    }

    // Empty ones count, so "()" has one. An API server takes two commas in a row for one, and then wants a value or another comma.
    private HashSet<string> ReadSet()
    {
        Take("(");
        HashSet<string> values = [];
        var commas = 0;
        while (true)
        {
            var value = ReadValue();
            values.Add(value);
            commas = value.Length > 0 ? 0 : commas;
            if (!Takes(","))
            {
                break;
            }

            commas++;
        }

        if (commas > 0 && commas % 2 == 0)
        {
            throw Unexpected("a value");
        }

        Take(")");
        return values;
    }

    private string ReadValue()
    {
        var value = ReadWord();
        return value.Length <= MaxLength && (value.Length == 0 || Name().IsMatch(value))
            ? value
            : throw new FormatException($"'{Excerpt.Of(value)}' can't be the value of a label");
    }

    // Empty where no word begins.
    private string ReadWord()
    {
        var rest = text.AsSpan(_position);
        var length = rest.IndexOfAny(EndsOfWord) is var end and >= 0 ? end : rest.Length;
        _position += length;
        SkipBlanks();
        return rest[..length].ToString();
    }

    private void Take(string sign)
    {
        if (!Takes(sign))
        {
            throw Unexpected($"'{sign}'");
        }
    }

    private bool Takes(string sign)
    {
        if (!text.AsSpan(_position).StartsWith(sign, StringComparison.Ordinal))
        {
            return false;
        }

        _position += sign.Length;
        SkipBlanks();
        return true;
    }

    private void SkipBlanks() => _position = text.Length - text.AsSpan(_position).TrimStart(Blanks).Length;

    private FormatException Unexpected(string expected) => new(
        $"where {expected} should be, there is {(IsAtEnd ? "the end" : $"'{Excerpt.Of(text[_position..])}'")}");

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
