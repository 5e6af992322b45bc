namespace ApiBridge.EventBridge.Configuration;

/// <summary>Options that know what is wrong with them.</summary>
internal interface ICheckedOptions
{
    /// <summary>One sentence a problem: the setting, its value, and what to put instead.</summary>
    IEnumerable<string> Problems();
}
