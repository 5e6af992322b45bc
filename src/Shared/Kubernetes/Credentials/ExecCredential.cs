using System.Globalization;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>What a plugin issued.</summary>
/// <param name="Token">A token; null for none.</param>
/// <param name="Certificate">A certificate; null for none.</param>
/// <param name="Expires">When it ends; null when only the server knows.</param>
internal sealed record ExecCredential(string? Token, CertificatePair? Certificate, DateTimeOffset? Expires)
{
    /// <summary>Reads a plugin's answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="apiVersion">The version that was asked for.</param>
    /// <param name="program">The plugin, for errors.</param>
    /// <exception cref="KubeconfigException">It is no credential of that version.</exception>
    public static ExecCredential Read(string answer, string apiVersion, string program)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return Read(document.RootElement, apiVersion, program);
        }
        catch (JsonException exception)
        {
            throw new KubeconfigException($"{program} wrote no JSON: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"a credential until {Expires}"; // Never the token.

    private static ExecCredential Read(JsonElement answer, string apiVersion, string program)
    {
        if (answer.Text("kind") != "ExecCredential" || answer.Text("apiVersion") != apiVersion)
        {
            throw new KubeconfigException(
                $"{program} wrote kind '{Excerpt.Of(answer.Text("kind"))}' and apiVersion '{Excerpt.Of(answer.Text("apiVersion"))}'. It has to write ExecCredential and {apiVersion}.");
        }

        var status = answer.Child("status");
        var (token, certificate, key) = (status.Text("token"), status.Text("clientCertificateData"), status.Text("clientKeyData"));
        if (!HeaderText.CanBeSent(token))
        {
            throw new KubeconfigException($"{program} wrote a token with a character that no token has, such as a line break.");
        }

        if (token.Length + certificate.Length + key.Length == 0 || (certificate.Length == 0) != (key.Length == 0))
        {
            throw new KubeconfigException($"{program} wrote neither a token nor a certificate with its key.");
        }

        var pair = certificate.Length > 0 ? new CertificatePair(certificate, key) : null;
        pair?.Open(program);
        return new(token.Length > 0 ? token : null, pair, Time(status.Text("expirationTimestamp"), program));
    }

    private static DateTimeOffset? Time(string text, string program) => text.Length == 0 ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new KubeconfigException($"{program} wrote the expirationTimestamp '{Excerpt.Of(text)}', which is no time.");
}
