namespace ApiBridge.Domain;

/// <summary>How a character of a path is written.</summary>
internal enum PathSpelling
{
    /// <summary>As itself.</summary>
    Plain,

    /// <summary>Percent-encoded, in UTF-8.</summary>
    Encoded,

    /// <summary>A percent sign that no two hexadecimal digits follow.</summary>
    LonePercent,

    /// <summary>A percent-encoded octet that is no part of a character in UTF-8; the value is the octet.</summary>
    NotUtf8,

    /// <summary>Half of a surrogate pair; the value is U+FFFD.</summary>
    LoneSurrogate,
}
