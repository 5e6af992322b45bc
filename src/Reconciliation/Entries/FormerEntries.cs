using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>Removes what an object still has under a former name, or on a former gateway, and says what has to stay.</summary>
internal sealed class FormerEntries(EntryWriter writer, LostGateways lost, GatewayEntries entries, IOptions<GatewayClientOptions> client)
{
    /// <summary>Removes what may be removed, once the own entry is settled.</summary>
    /// <param name="key">The object.</param>
    /// <param name="leftovers">What it may still have.</param>
    /// <param name="settled">Where it stands with its own entry.</param>
    /// <param name="isBeingDeleted">Whether the object is: then a gateway that went with its namespace holds nothing any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The same, with what is left. What could not be removed, for the gateway was away, the resync takes up again.</returns>
    public async Task<RegistrationResult> RemoveAsync(
        ObjectKey key, IReadOnlyList<Leftover> leftovers, RegistrationResult settled, bool isBeingDeleted, CancellationToken cancellationToken)
    {
        var (left, remarks, refused) = (new List<Leftover>(), new List<string> { settled.Remark }, settled.RemovalRefused);
        var away = new HashSet<string>(StringComparer.Ordinal);
        foreach (var leftover in leftovers)
        {
            if (!entries.MayRemove(key, leftover.Entry))
            {
                left.Add(leftover);
                remarks.Add(Remark(key, leftover));
                continue;
            }

            // It costs a good part of a reconcile's time to learn that.
            if (away.Contains(leftover.Gateway))
            {
                left.Add(leftover);
                continue;
            }

            try
            {
                await writer.RemoveLeftoverAsync(key, leftover, cancellationToken);
            }
            catch (GatewayRefusedException exception)
            {
                // Without a code for what is not there, it may be no more than that, and nothing is to be gained by asking again.
                refused = true;
                left.AddRange(client.Value.TellsNotRegistered ? [leftover] : []);
                remarks.Add($"the former {leftover.Registration} may still be on {Excerpt.Of(leftover.Gateway)}, for {exception.Message}");
            }
            catch (GatewayUnavailableException exception)
            {
                if (isBeingDeleted && await lost.FindAsync(key, leftover.Gateway, isGone: false, cancellationToken) is not null)
                {
                    continue;
                }

                left.Add(leftover);
                away.Add(leftover.Gateway);
                remarks.Add($"the former {leftover.Registration} is still to be removed from {Excerpt.Of(leftover.Gateway)}: {exception.Message}");
            }
        }

        return settled with
        {
            Leftovers = left,
            Remark = string.Join("; ", remarks.Where(remark => remark.Length > 0)),
            RemovalRefused = refused,
        };
    }

    /// <summary>What has to stay for want of a setting, for people.</summary>
    /// <param name="key">The object.</param>
    /// <param name="leftovers">What it may still have.</param>
    /// <returns>Empty where nothing has to.</returns>
    public string RemarkOn(ObjectKey key, IEnumerable<Leftover> leftovers) =>
        string.Join("; ", leftovers.Where(leftover => !entries.MayRemove(key, leftover.Entry)).Select(leftover => Remark(key, leftover)));

    private string Remark(ObjectKey key, Leftover leftover) =>
        $"{Excerpt.Of(leftover.Gateway)} may still hold {leftover.Registration}: remove it there"
        + (leftover.Gateway == entries.Of(key).Gateway
            ? ", for ApiBridge:Gateway:EntryName could give that name to another API"
            : ", or name the gateway in ApiBridge:Gateway:FormerEndpoints");
}
