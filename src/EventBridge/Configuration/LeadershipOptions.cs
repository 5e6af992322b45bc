using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>Which of several replicas is at work, section <c>ApiBridge:Leadership</c>.</summary>
internal sealed record LeadershipOptions : ICheckedOptions
{
    public static string Section => "ApiBridge:Leadership";

    /// <summary>By how much a retry period is stretched at most, at random, so that replicas do not try in step.</summary>
    public const double JitterFactor = 1.2;

    /// <summary>The longest that <see cref="LeaseDuration"/> may be, and that another's Lease is waited for.</summary>
    public static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);

    // A clock that goes by a fifth faster than another does no harm then.
    private const double Margin = 1.2;
    private const int LongestIdentity = 253;
    private static readonly TimeSpan ShortestMargin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultRenewDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultRetryPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Whether a Lease is taken at all; off means this replica always leads. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The Lease's name, to which a bridge that observes adds <c>-observe</c>. Default: <c>apibridge-eventbridge</c>.</summary>
    public string LeaseName { get; set; } = "apibridge-eventbridge";

    /// <summary>The Lease's namespace. Default: the pod's or context's own, else <c>default</c>.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>This replica's name in the Lease. Default: host name and a random suffix.</summary>
    public string Identity { get; set; } = "";

    /// <summary>How long others wait after the last renewal before they take over, whole seconds. Default: 15 s.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a leader goes on without a successful renewal, counted from before the last one was sent. The lease is longer by a fifth, and by a
    /// second at least: so long has the leader's work to end before another may lead. Default: 10 s.
    /// </summary>
    public TimeSpan RenewDeadline { get; set; } = DefaultRenewDeadline;

    /// <summary>
    /// The wait between tries to take or renew, stretched at random by up to a fifth. Two such waits are shorter than the deadline, so that one
    /// failed renewal ends no term. Default: 1 s, so that what a leader gives up when it is stopped has a new leader within 2 s.
    /// </summary>
    public TimeSpan RetryPeriod { get; set; } = DefaultRetryPeriod;

    public IEnumerable<string> Problems()
    {
        if (!KubernetesName.IsValid(LeaseName))
        {
            yield return $"{Section}:LeaseName is {(LeaseName.Length == 0 ? "empty" : $"'{Excerpt.Of(LeaseName)}'")}. Give a name such as apibridge-eventbridge.";
        }

        if (Namespace.Length > 0 && !KubernetesName.IsService(Namespace))
        {
            yield return $"{Section}:Namespace is '{Excerpt.Of(Namespace)}'. Give a namespace, in lower-case letters, digits and dashes, or leave it out for the pod's.";
        }

        if (Identity.Length > LongestIdentity || string.IsNullOrWhiteSpace(Identity) != (Identity.Length == 0))
        {
            yield return $"{Section}:Identity is '{Excerpt.Of(Identity)}'. Give a name of at most {LongestIdentity} characters that no other replica has, or leave it out.";
        }

        if (LeaseDuration > LongestLease)
        {
            yield return $"{Section}:LeaseDuration is {LeaseDuration}. Give up to {LongestLease}: so long nobody leads after a leader was lost.";
        }

        if (RetryPeriod <= TimeSpan.Zero || RenewDeadline <= TimeSpan.Zero)
        {
            yield return $"{Section}:RetryPeriod is {RetryPeriod} and RenewDeadline {RenewDeadline}. Give times above zero, such as {DefaultRetryPeriod} and {DefaultRenewDeadline}.";
            yield break;
        }

        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return $"{Section}:LeaseDuration is {LeaseDuration}. Give whole seconds, at least one: a Lease counts nothing smaller.";
        }
        else if (LeaseDuration < RenewDeadline * Margin || LeaseDuration - RenewDeadline < ShortestMargin)
        {
            yield return $"{Section}:LeaseDuration ({LeaseDuration}) must be at least 1.2 × RenewDeadline ({RenewDeadline}), and a second longer, "
                + "or another replica takes over while this one still works. Raise the first or lower the second.";
        }

        if (RenewDeadline <= 2 * JitterFactor * RetryPeriod)
        {
            yield return $"{Section}:RenewDeadline ({RenewDeadline}) must be longer than 2.4 × RetryPeriod ({RetryPeriod}), "
                + "or one failed renewal ends the term. Raise the first or lower the second.";
        }
    }

    /// <summary>How long to wait before the next try.</summary>
    public TimeSpan DrawRetryPeriod(Random random) => RetryPeriod * (1 + (random.NextDouble() * (JitterFactor - 1)));
}
