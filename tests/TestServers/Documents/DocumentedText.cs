namespace ApiBridge.TestServers.Documents;

/// <summary>Code in a document.</summary>
/// <param name="Document">The document, relative to the repository's root.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Language">Of a fenced block what its fence says; <c>sh</c> for indented commands; empty within a sentence.</param>
/// <param name="Text">The code.</param>
public sealed record DocumentedText(string Document, int Line, string Language, string Text)
{
    /// <summary>Where it is.</summary>
    public string Place => $"{Document}:{Line}";
}
