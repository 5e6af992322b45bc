namespace ApiBridge.Shared.Scope;

/// <summary>Where an object stands by its namespace and its labels.</summary>
public enum ScopePlace
{
    /// <summary>It is looked after.</summary>
    Inside,

    /// <summary>It was adopted here, and its labels left the scope since: it is still to be released.</summary>
    Leaving,

    /// <summary>It is nobody's here.</summary>
    Outside,
}
