using System.Net;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The gateway understood the call and said no. The same call again would get the same answer.</summary>
/// <param name="code">Its <c>res_code</c>, as it stands.</param>
/// <param name="reason">Its <c>res_message</c>, in its own words.</param>
/// <param name="mayHaveTakenEffect">Whether an earlier attempt at the call was left without an answer.</param>
/// <param name="status">The answer's HTTP code.</param>
public sealed class GatewayRefusedException(
    string code, string reason, bool mayHaveTakenEffect = false, HttpStatusCode status = HttpStatusCode.OK)
    : Exception($"the gateway answered HTTP {(int)status}, res_code {Excerpt.Of(code)}: {reason}")
{
    /// <summary>The gateway's <c>res_code</c>, as it stands.</summary>
    public string Code => code;

    /// <summary>
    /// Whether an earlier attempt at the call was left without an answer, and may have taken effect: what is refused then may be no more
    /// than its repetition.
    /// </summary>
    public bool MayHaveTakenEffect => mayHaveTakenEffect;
}
