namespace ApiBridge.Dashboard.Apis;

/// <summary>Which of the texts that others wrote may be followed by a click.</summary>
public static class PublicLink
{
    /// <summary>Where a text leads.</summary>
    /// <param name="text">What a status, or a gateway, calls a URL.</param>
    /// <returns>An http or https URL; null for all else, which is shown as text.</returns>
    public static string? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.UserInfo.Length == 0 ? uri.AbsoluteUri : null;
}
