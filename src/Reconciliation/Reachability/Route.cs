using System.Security.Cryptography;
using ApiBridge.Reconciliation.Statuses;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>
/// An API's way through its gateway: its public URL, and where that is asked for. A spec has a say in the path alone, and a path that leads
/// anywhere else than below the gateway's address makes no route.
/// </summary>
internal sealed record Route
{
    private const int RandomBytes = 16;
    private readonly PublicAddress _public;
    private readonly string _suffix;

    private Route(PublicAddress address, Uri? at, string suffix, Uri url, Uri target) =>
        (_public, At, _suffix, Url, Target) = (address, at, suffix, url, target);

    /// <summary>The public URL.</summary>
    public Uri Url { get; }

    /// <summary>What is asked: the same, or its path at another address.</summary>
    public Uri Target { get; }

    /// <summary>The other address; null for the URL's own host.</summary>
    public Uri? At { get; }

    /// <summary>What tells apart whom one asks: the gateway, and as whom it is spoken to.</summary>
    public string Gateway => $"{Target.GetLeftPart(UriPartial.Authority)} {Url.GetLeftPart(UriPartial.Authority)} {_public.PathPrefix}";

    /// <summary>The route of a path.</summary>
    /// <param name="options">Where, and how, it is asked for.</param>
    /// <param name="ns">The API's namespace.</param>
    /// <param name="address">Where the gateway's APIs are reached.</param>
    /// <param name="path">The registered path.</param>
    /// <returns>Null where that would lead elsewhere.</returns>
    public static Route? Of(ProbeOptions options, string ns, PublicAddress address, string path) =>
        Uri.CheckHostName(address.Host) is UriHostNameType.Unknown ? null : Of(address, options.AddressOf(ns, address.Scheme), options.PathSuffix, path);

    /// <summary>The route of a path that nobody registered, another one each time.</summary>
    /// <exception cref="InvalidOperationException">There is none, which can't be: there is one of the API.</exception>
    public Route ToNobody() =>
        Of(_public, At, _suffix, $"/{RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true)}")
        ?? throw new InvalidOperationException($"there is no route at {Target.Authority}");

    private static Route? Of(PublicAddress address, Uri? at, string suffix, string path)
    {
        var asked = suffix.Length > 0 ? path.TrimEnd('/') + suffix : path;
        if (!Uri.TryCreate(address.UrlOf("/"), UriKind.Absolute, out var own)
            || !Uri.TryCreate(address.UrlOf(asked), UriKind.Absolute, out var url)
            || !IsBelow(own, url, address.PathPrefix + asked))
        {
            return null;
        }

        var target = at is null ? url : new Uri(at.GetLeftPart(UriPartial.Authority) + url.AbsolutePath);
        return at is null || IsBelow(at, target, address.PathPrefix + asked) ? new(address, at, suffix, url, target) : null;
    }

    // Neither user, host nor query came out of the path, and nothing in it was taken for a step up.
    private static bool IsBelow(Uri gateway, Uri url, string path) =>
        (url.Scheme, url.Authority, url.UserInfo, url.Query, url.Fragment) == (gateway.Scheme, gateway.Authority, "", "", "")
        && Uri.UnescapeDataString(url.AbsolutePath) == Uri.UnescapeDataString(path);
}
