using ApiBridge.EventBridge.Configuration;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Leadership;

/// <summary>Who leads, for probes and metrics.</summary>
internal sealed class LeadershipStatus
{
    private volatile string? _error;
    private volatile string? _holder;
    private volatile bool _isLeader;

    public LeadershipStatus(IOptions<LeadershipOptions> options) =>
        Identity = options.Value.Identity is { Length: > 0 } configured ? configured : $"{Environment.MachineName}_{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>This replica's name in the Lease.</summary>
    public string Identity { get; }

    /// <summary>Whether this replica leads.</summary>
    public bool IsLeader => _isLeader;

    /// <summary>The holder that was last seen; null when none was.</summary>
    public string? Holder => _holder;

    /// <summary>Why the Lease can't be had, other than that somebody holds it; null when all is well.</summary>
    public string? Error => _error;

    public void Leads()
    {
        _isLeader = true;
        _holder = Identity;
        _error = null;
    }

    /// <summary>Somebody else holds the Lease.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Follows(string? holder)
    {
        var isNews = _holder != holder;
        _isLeader = false;
        _holder = holder;
        _error = null;
        return isNews;
    }

    public void Failed(string error) => _error = error;
}
