using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The token we show to the gateway, out of a file that somebody else renews.</summary>
internal sealed class BearerToken(IOptions<GatewayConnectionOptions> options, TimeProvider time)
{
    // A mounted Secret changes by a swapped link, which few watchers notice. Reading it is cheap.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);

    private readonly string _file = options.Value.BearerTokenFile;
    private Reading? _last;

    /// <summary>The token as the file has it, seconds old at most; null when no file is set.</summary>
    /// <exception cref="GatewayUnavailableException">The file can't be read or has no token.</exception>
    public async ValueTask<string?> FindAsync(CancellationToken cancellationToken)
    {
        if (_file.Length == 0)
        {
            return null;
        }

        if (_last is not { } last || time.GetElapsedTime(last.Timestamp) >= KeptFor)
        {
            _last = last = new(await ReadAsync(cancellationToken), time.GetTimestamp());
        }

        return last.Token;
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = (await File.ReadAllTextAsync(_file, cancellationToken)).Trim();
            return token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? token
                : throw new GatewayUnavailableException(
                    $"the bearer token file '{_file}' {(token.Length == 0 ? "is empty" : "holds no token")}", isUnanswered: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayUnavailableException(
                $"the bearer token file '{_file}' can't be read: {exception.Message}", innerException: exception, isUnanswered: false);
        }
    }

    private sealed record Reading(string Token, long Timestamp);
}
