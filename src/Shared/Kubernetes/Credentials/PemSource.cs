namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>A PEM in a file or in the kubeconfig itself.</summary>
/// <param name="File">The file; null for the text.</param>
/// <param name="Text">The text.</param>
internal sealed record PemSource(string? File, string Text)
{
    /// <summary>What it is now.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public string Read() => File is null ? Text : System.IO.File.ReadAllText(File);
}
