using System.Security.Cryptography;

namespace ApiBridge.Dashboard.Serving;

/// <summary>What lets a browser in, made anew for each run.</summary>
internal sealed class AccessToken
{
    private const int Bytes = 32;

    /// <summary>The token in the printed URL.</summary>
    public string Text { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What the browser then holds in a cookie: a log that shows the one does not tell the other.</summary>
    public string Cookie { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}
