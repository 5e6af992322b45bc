using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>How a worker calls the gateway, what the answers mean, and under which address the APIs are reached: section <c>ApiBridge:Gateway</c>.</summary>
public sealed record GatewayClientOptions : ICheckedOptions
{
    /// <summary>The one value of <see cref="PathChange"/> that earlier versions' manifests ship, and that changes nothing.</summary>
    public const string FormerPathChange = "RemoveThenCreate";

    /// <inheritdoc/>
    public static string Section => GatewayOptions.Section;

    /// <summary>
    /// The <c>res_code</c>s, comma-separated, that mean success: installations before the end of 2024 answer <c>00000</c>, later ones
    /// <c>0000</c>. Default <c>0000</c>.
    /// </summary>
    public string SuccessCode { get; init; } = "0000";

    /// <summary>
    /// The <c>res_code</c>s, comma-separated, by which the gateway refuses to remove what it does not have; such a removal counts as
    /// done. Default none: a refusal is then told from an absence by a creation and another removal.
    /// </summary>
    public string NotRegisteredCodes { get; init; } = string.Empty;

    /// <summary>The scheme of the APIs' URLs, <c>http</c> or <c>https</c>. Default <c>http</c>.</summary>
    public string PublicScheme { get; init; } = Uri.UriSchemeHttp;

    /// <summary>A host for the APIs' URLs that overrides the Ingress's address. Default none.</summary>
    public string PublicHost { get; init; } = string.Empty;

    /// <summary>The port of the APIs' URLs; 0, the default, stands for the scheme's own.</summary>
    public int PublicPort { get; init; }

    /// <summary>
    /// What stands between host and path in the APIs' URLs, beginning with a slash, where the gateway's data path lies under one; a slash at
    /// its end is left out. Default none.
    /// </summary>
    public string PublicPathPrefix { get; init; } = string.Empty;

    /// <summary>How long one attempt at a call may take. Default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a failed call is tried again at once, before its message goes to the retry queue. Default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the first such retry; it doubles, with jitter. Default 0.5 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// How long calls to a gateway host that keeps failing are held back, until one of them is let through; twice as long each time that
    /// this one fails too, up to 4 min. Default 15 s.
    /// </summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The order of calls for a changed path, of earlier versions: <c>RemoveThenCreate</c>, which it always is now. Default none.
    /// </summary>
    public string PathChange { get; init; } = string.Empty;

    /// <summary>Whether an answer of HTTP 2xx with this <c>res_code</c> is a success.</summary>
    /// <param name="code">The gateway's <c>res_code</c>.</param>
    /// <returns>Whether it is one of <see cref="SuccessCode"/>.</returns>
    public bool MeansSuccess(string code) => SuccessCodes().Contains(code, StringComparer.Ordinal);

    /// <summary>Whether a removal that is refused with this <c>res_code</c> has nothing left to remove.</summary>
    /// <param name="code">The gateway's <c>res_code</c>.</param>
    /// <returns>Whether it is one of <see cref="NotRegisteredCodes"/>.</returns>
    public bool MeansNotRegistered(string code) => CodesNotRegistered().Contains(code, StringComparer.Ordinal);

    /// <summary>Whether the gateway has a code for an absence, so that any other refusal to remove is real.</summary>
    public bool TellsNotRegistered => CodesNotRegistered().Length > 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (SuccessCodes() is var success && success.Any(code => code.Length == 0 || code.Any(char.IsWhiteSpace)))
        {
            yield return $"{Section}:SuccessCode is '{Excerpt.Of(SuccessCode)}': give a res_code, or several with commas between them, like 0000,00000";
        }

        if (CodesNotRegistered().Intersect(success, StringComparer.Ordinal).FirstOrDefault() is { } both)
        {
            yield return $"{Section}:NotRegisteredCodes has '{Excerpt.Of(both)}', and {Section}:SuccessCode too: leave it out of one of them";
        }

        if (CodesNotRegistered().Any(code => code.Any(char.IsWhiteSpace)))
        {
            yield return $"{Section}:NotRegisteredCodes is '{NotRegisteredCodes}': give res_codes, separated by commas";
        }

        if (PathChange is not ("" or FormerPathChange))
        {
            yield return $"{Section}:PathChange is '{PathChange}': leave it out; a gateway that keeps one entry for each path, "
                + "for which CreateThenRemove was, is no longer supported, since two APIs could then share an entry";
        }

        if (PublicScheme is not ("http" or "https"))
        {
            yield return $"{Section}:PublicScheme is '{PublicScheme}': use http or https";
        }

        if (PublicHost.Length > 0 && Uri.CheckHostName(PublicHost) == UriHostNameType.Unknown)
        {
            yield return $"{Section}:PublicHost is '{PublicHost}': give a host name or an IP address, without scheme, port or path";
        }

        if (PublicPort is < 0 or > 65535)
        {
            yield return $"{Section}:PublicPort is {PublicPort}: use 1 to 65535, or 0 for the scheme's own";
        }

        if (PublicPathPrefix.Length > 0 && PathRules.Fix(PublicPathPrefix, reservedPaths: []) is { } fix)
        {
            yield return $"{Section}:PublicPathPrefix is '{Excerpt.Of(PublicPathPrefix)}': {fix}";
        }

        if (AttemptTimeout < TimeSpan.FromMilliseconds(100) || AttemptTimeout > TimeSpan.FromMinutes(2))
        {
            yield return $"{Section}:AttemptTimeout is {AttemptTimeout}: use 00:00:00.1 to 00:02:00";
        }

        if (Retries is < 0 or > 10)
        {
            yield return $"{Section}:Retries is {Retries}: use 0 to 10";
        }

        if (RetryDelay <= TimeSpan.Zero || RetryDelay > TimeSpan.FromSeconds(30))
        {
            yield return $"{Section}:RetryDelay is {RetryDelay}: use more than 0 and up to 00:00:30";
        }

        if (BreakDuration < TimeSpan.FromSeconds(0.5) || BreakDuration > TimeSpan.FromMinutes(5))
        {
            yield return $"{Section}:BreakDuration is {BreakDuration}: use 00:00:00.5 to 00:05:00";
        }
    }

    private string[] SuccessCodes() => SuccessCode.Split(',', StringSplitOptions.TrimEntries);

    private string[] CodesNotRegistered() => SettingList.Items(NotRegisteredCodes);
}
