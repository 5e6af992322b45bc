using System.Security.Cryptography;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>How the gateway's management endpoint is spoken to: whom it is, and who we are. All of it is read once, at start, but the token.</summary>
public sealed record GatewayConnectionOptions : ICheckedOptions
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public static string Section => GatewayOptions.Section;

    /// <summary>Path of a PEM file with the certificates that are trusted in place of the system's. Default none.</summary>
    public string CaFile { get; init; } = string.Empty;

    /// <summary>Whether any certificate of the gateway will do. For tries only: anybody in between can read along. Default false.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Path of a PEM file with the certificate we show, its intermediates after it. Default none.</summary>
    public string ClientCertificateFile { get; init; } = string.Empty;

    /// <summary>Path of a PEM file with that certificate's key. Default none.</summary>
    public string ClientKeyFile { get; init; } = string.Empty;

    /// <summary>Path of a file with the token we show, read anew within seconds after it changed. Default none.</summary>
    public string BearerTokenFile { get; init; } = string.Empty;

    /// <summary>Headers that each call carries, name to value. Default none.</summary>
    public IDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The most calls at once to one gateway host, 1 or more; further ones wait their turn, within the limit on an attempt. Default 32.
    /// </summary>
    public int MaxConcurrentCalls { get; init; } = 32;

    /// <summary>
    /// How long a connection is used for further calls, 1 s to a day; the next one after that resolves the gateway's name anew, and a call under
    /// way ends where it began. Default 2 min: a headless Service's pods move, and its name then has other addresses.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether anything is set that only an endpoint with <c>https://</c> makes use of.</summary>
    public bool AsksForTls => InsecureSkipTlsVerify || CaFile.Length > 0 || ClientCertificateFile.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (MaxConcurrentCalls < 1)
        {
            yield return $"{Section}:MaxConcurrentCalls is {MaxConcurrentCalls}: use a number from 1";
        }

        if (ConnectionLifetime < ShortestLifetime || ConnectionLifetime > LongestLifetime)
        {
            yield return $"{Section}:ConnectionLifetime is {ConnectionLifetime}: use {ShortestLifetime} up to {LongestLifetime}, such as 00:02:00 for two minutes";
        }

        if (CaFile.Length > 0 && Flaw(() => GatewayTls.Certificates(CaFile).Count > 0) is { } noAuthority)
        {
            yield return $"{Section}:CaFile is '{CaFile}', which {noAuthority}: give the path of a PEM file with certificates";
        }

        if (InsecureSkipTlsVerify && CaFile.Length > 0)
        {
            yield return $"{Section}:InsecureSkipTlsVerify is true, which makes {Section}:CaFile void: set one of them";
        }

        if ((ClientCertificateFile.Length > 0) != (ClientKeyFile.Length > 0))
        {
            var (set, missing) = ClientCertificateFile.Length > 0 ? ("ClientCertificateFile", "ClientKeyFile") : ("ClientKeyFile", "ClientCertificateFile");
            yield return $"{Section}:{missing} is not set, but {Section}:{set} is: set both or none";
        }
        else if (ClientCertificateFile.Length > 0 && Flaw(() => GatewayTls.ClientCertificate(this).HasPrivateKey) is { } noPair)
        {
            yield return $"{Section}:ClientCertificateFile is '{ClientCertificateFile}', which with ClientKeyFile '{ClientKeyFile}' {noPair}: "
                + "give the paths of a PEM certificate and of its key, without a password";
        }

        foreach (var (name, value) in Headers)
        {
            if (HeaderFlaw(name, value) is { } flaw)
            {
                yield return $"{Section}:Headers:{name} {flaw}";
            }
        }

        if (BearerTokenFile.Length > 0 && Headers.ContainsKey("Authorization"))
        {
            yield return $"{Section}:Headers:Authorization is set, and {Section}:BearerTokenFile too: set one of them";
        }
    }

    /// <summary>Why a file can't be used; null when it can.</summary>
    internal static string? Flaw(Func<bool> isUsable)
    {
        try
        {
            return isUsable() ? null : "has no certificate";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"can't be used ({exception.Message})";
        }
    }

    /// <summary>What is wrong with a header, for people; null when nothing is. A value may be a secret, so it is not repeated.</summary>
    internal static string? HeaderFlaw(string name, string? value)
    {
        using var request = new HttpRequestMessage();
        try
        {
            request.Headers.Add(name, value);
            return string.IsNullOrEmpty(value) || value.AsSpan().ContainsAnyExceptInRange(' ', '~')
                ? "has a value that is no header's: give one line of visible ASCII characters"
                : null;
        }
        catch (FormatException)
        {
            return "has a name or a value that is no header's: give a name without spaces, and a value in the form the header has";
        }
        catch (InvalidOperationException)
        {
            return "is a header of the body, which the client sets itself: leave it out";
        }
    }
}
