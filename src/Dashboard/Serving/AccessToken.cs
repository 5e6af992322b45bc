using System.Security.Cryptography;
using System.Text;

namespace ApiBridge.Dashboard.Serving;

/// <summary>What lets a browser in, made anew for each run.</summary>
internal sealed class AccessToken
{
    private const int Bytes = 32;
    private int _uses;

    /// <summary>The token in the printed URL.</summary>
    public string Text { get; } = New();

    /// <summary>
    /// The token in the URL that a browser is started with. It lets in once: every user of the machine can read the arguments of a process that runs.
    /// </summary>
    public string Once { get; } = New();

    /// <summary>What the browser then holds in a cookie: a log that shows the one does not tell the other.</summary>
    public string Cookie { get; } = New();

    /// <summary>Whether a token lets in.</summary>
    /// <param name="given">The token.</param>
    /// <returns>True for the printed one, and the first time for the one that lets in once.</returns>
    public bool LetsIn(string given) => IsSame(given, Text) || (IsSame(given, Once) && Interlocked.Exchange(ref _uses, 1) == 0);

    /// <summary>Whether a cookie is that of who was let in.</summary>
    /// <param name="given">The cookie.</param>
    public bool IsCookie(string given) => IsSame(given, Cookie);

    private static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
