using System.Net.Http.Headers;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>A token. One in a file is read anew for each request, since it rotates; while it can't be read, the last one holds.</summary>
internal sealed class BearerToken
{
    private readonly string? _file;
    private string _token;

    private BearerToken(string? file, string token) => (_file, _token) = (file, token);

    /// <summary>A token that does not change.</summary>
    /// <exception cref="KubeconfigException">It can't be sent.</exception>
    public static BearerToken OfText(string token, string place) => new(file: null, Sendable(token, place));

    /// <summary>A token in a file.</summary>
    /// <exception cref="KubeconfigException">It can't be read or sent.</exception>
    public static BearerToken OfFile(string file, string place)
    {
        try
        {
            var token = File.ReadAllText(file).Trim();
            return token.Length > 0 ? new(file, Sendable(token, place)) : throw new KubeconfigException($"{place}: {file} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"{place}: {file} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>The header with the token of now.</summary>
    public AuthenticationHeaderValue Header()
    {
        try
        {
            if (_file is not null && File.ReadAllText(_file).Trim() is { Length: > 0 } token && HeaderText.CanBeSent(token))
            {
                _token = token;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is being replaced, or gone: the last one is as good as it was.
            return new("Bearer", _token);
        }

        return new("Bearer", _token);
    }

    private static string Sendable(string token, string place) => HeaderText.CanBeSent(token)
        ? token
        : throw new KubeconfigException($"{place} has a character that no token has, such as a line break. Write the token on one line.");
}
