using ApiBridge.Domain;

namespace ApiBridge.Administration.Poison;

/// <summary>A message that was given up, as its queue holds it.</summary>
/// <param name="Id">Its id in the queue.</param>
/// <param name="Text">Its text on the wire.</param>
/// <param name="KeptSince">When it came into the queue.</param>
/// <param name="Event">The event in it; null when it is none.</param>
/// <param name="Problem">Why it is no event; null when it is one.</param>
public sealed record PoisonedMessage(string Id, string Text, DateTimeOffset KeptSince, ApiEvent? Event, string? Problem)
{
    /// <summary>What a person names it by: the object's key, or the id where no event tells the object.</summary>
    public string Name => Event?.Key.ToString() ?? Id;

    /// <summary>Reads a message.</summary>
    public static PoisonedMessage Read(string id, string? text, DateTimeOffset keptSince)
    {
        text ??= string.Empty;
        try
        {
            return new(id, text, keptSince, ApiEventCodec.Decode(Convert.FromBase64String(text)), Problem: null);
        }
        catch (MalformedEventException exception)
        {
            return new(id, text, keptSince, Event: null, exception.Message);
        }
        catch (FormatException)
        {
            return new(id, text, keptSince, Event: null, "The message is no base64.");
        }
    }
}
