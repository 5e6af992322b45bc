namespace ApiBridge.Shared.Configuration;

/// <summary>Options that can say, before anything starts, what is wrong with them.</summary>
public interface ICheckedOptions
{
    /// <summary>Where they stand in the configuration; empty for its root.</summary>
    static abstract string Section { get; }

    /// <summary>Everything that is wrong, each with the field, its value and the fix.</summary>
    /// <returns>The problems; none when the options can be used.</returns>
    IEnumerable<string> Problems();
}
