namespace ApiBridge.Shared.Scope;

/// <summary>
/// Tells objects apart by their labels, by the same rules as an API server
/// (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
/// </summary>
public sealed class LabelSelector
{
    private readonly IReadOnlyList<LabelRequirement> _requirements;
    private readonly string _text;

    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) =>
        (_requirements, _text) = (requirements, string.Join(',', requirements.Select(one => one.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));

    /// <summary>Reads a selector.</summary>
    /// <param name="selector">It, in kubectl's syntax; empty for all objects.</param>
    /// <returns>The selector.</returns>
    /// <exception cref="FormatException">An API server would refuse it; the message says what is wrong with which part.</exception>
    public static LabelSelector Parse(string selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new(new LabelSelectorReader(selector).Read());
    }

    /// <summary>Whether it selects an object.</summary>
    /// <param name="labels">All labels of the object.</param>
    /// <returns>Whether every requirement holds.</returns>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return _requirements.All(requirement => requirement.Holds(labels));
    }

    /// <summary>The selector in one form, whatever it was written like; empty for all objects.</summary>
    public override string ToString() => _text;
}
