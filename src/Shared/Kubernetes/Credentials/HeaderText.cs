namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>What can be the value of a header.</summary>
internal static class HeaderText
{
    /// <summary>Whether it is printable ASCII.</summary>
    public static bool CanBeSent(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
