namespace ApiBridge.Domain;

/// <summary>The fields of a Component's entry that this product writes; all others are left as they are.</summary>
[Flags]
public enum EntryFields
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><c>ready</c>.</summary>
    Ready = 1,

    /// <summary><c>url</c>.</summary>
    Url = 2,

    /// <summary><c>developerUI</c>.</summary>
    DeveloperUI = 4,
}
