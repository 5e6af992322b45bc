using System.Globalization;

namespace ApiBridge.Shared.Scope;

/// <summary>One requirement of a label selector.</summary>
/// <param name="Key">The label's key.</param>
/// <param name="Operator">What is required of it.</param>
/// <param name="Values">The values that it is held against: none, some, or one whole number, as the operator takes them.</param>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlySet<string> Values)
{
    /// <summary>Whether an object with these labels meets it.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(Key);
        return Operator switch
        {
            LabelOperator.Exists => value is not null,
            LabelOperator.IsAbsent => value is null,
            LabelOperator.In => value is not null && Values.Contains(value),
            LabelOperator.NotIn => value is null || !Values.Contains(value),
            LabelOperator.GreaterThan => Number(value) > Number(Values.Single()),
            LabelOperator.LessThan => Number(value) < Number(Values.Single()),
            _ => throw new InvalidOperationException($"{Operator} is no operator of a label selector."),
        };
    }

    /// <summary>The requirement in kubectl's syntax, in one form for all spellings of it.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.Exists => Key,
        LabelOperator.IsAbsent => $"!{Key}",
        LabelOperator.In when Values.Count == 1 => $"{Key}={Values.Single()}",
        LabelOperator.NotIn when Values.Count == 1 => $"{Key}!={Values.Single()}",
        LabelOperator.GreaterThan => $"{Key}>{Values.Single()}",
        LabelOperator.LessThan => $"{Key}<{Values.Single()}",
        _ => $"{Key} {(Operator is LabelOperator.In ? "in" : "notin")} ({string.Join(',', Values.Order(StringComparer.Ordinal))})",
    };

    /// <summary>A value's whole number; null when it is none.</summary>
    public static long? Number(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
