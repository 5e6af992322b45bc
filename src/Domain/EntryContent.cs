using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>
/// What a Component's entry says of an API, or shall say, as far as this product writes it. Texts are kept as fingerprints: the bridge
/// remembers every entry that there is. The bridge and the workers both compare by this, or one would ask for what the other does not do.
/// </summary>
public readonly record struct EntryContent
{
    private const ulong Absent = 0;
    private const ulong NoText = 1;
    private const ulong Any = 2;
    private readonly ulong _url;
    private readonly ulong _developerUI;
    private readonly bool? _ready;

    private EntryContent(ulong url, ulong developerUI, bool? ready) => (_url, _developerUI, _ready) = (url, developerUI, ready);

    /// <summary>What an entry says.</summary>
    /// <param name="entry">The entry's JSON, of whatever shape.</param>
    public static EntryContent Of(JsonElement entry) => new(Said(entry.Child("url")), Said(entry.Child("developerUI")), entry.Flag("ready"));

    /// <summary>What an entry shall say.</summary>
    /// <param name="exposure">What the Component is told.</param>
    public static EntryContent Of(ApiExposure exposure)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        return new(Wanted(exposure.Url, exposure.IsWithdrawn), Wanted(exposure.DeveloperUI, exposure.IsWithdrawn), exposure.Ready);
    }

    /// <summary>The fields in which an entry does not say what it shall.</summary>
    /// <param name="wanted">What it shall say.</param>
    /// <returns>Those that are to be written, or taken away.</returns>
    public EntryFields DifferencesFrom(EntryContent wanted) =>
        (_ready == wanted._ready ? EntryFields.None : EntryFields.Ready)
        | (wanted._url == Any || _url == wanted._url ? EntryFields.None : EntryFields.Url)
        | (wanted._developerUI == Any || _developerUI == wanted._developerUI ? EntryFields.None : EntryFields.DeveloperUI);

    private static ulong Said(JsonElement field) => field.ValueKind switch
    {
        JsonValueKind.Undefined => Absent,
        JsonValueKind.String => Fingerprint.Of(field.GetString()!),
        _ => NoText,
    };

    private static ulong Wanted(string? text, bool isWithdrawn) => (text, isWithdrawn) switch
    {
        ({ } some, _) => Fingerprint.Of(some),
        (null, true) => Absent,
        _ => Any,
    };
}
