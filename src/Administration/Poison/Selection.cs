namespace ApiBridge.Administration.Poison;

/// <summary>Which messages a command is about.</summary>
/// <param name="All">Whether it is about all there are.</param>
/// <param name="Keys">Objects, as <c>namespace/name</c>.</param>
/// <param name="Ids">Ids of messages.</param>
public sealed record Selection(bool All, IReadOnlyCollection<string> Keys, IReadOnlyCollection<string> Ids)
{
    public bool Includes(PoisonedMessage message) =>
        All || Ids.Contains(message.Id) || (message.Event is { } apiEvent && Keys.Contains(apiEvent.Key.ToString()));

    /// <summary>What was named and is not there.</summary>
    public IEnumerable<string> MissingIn(IReadOnlyList<PoisonedMessage> messages) =>
        Keys.Except(messages.Select(message => message.Event?.Key.ToString()), StringComparer.Ordinal).OfType<string>()
            .Concat(Ids.Except(messages.Select(message => message.Id), StringComparer.Ordinal));
}
