namespace ApiBridge.CommandLine;

/// <summary>A question to whoever runs a command.</summary>
internal static class Question
{
    /// <summary>Asks it.</summary>
    /// <returns>Whether the answer is yes; none is no.</returns>
    public static async Task<bool> IsAnsweredWithYesAsync(string question, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync($"{question} [y/N] ");
        await output.FlushAsync(cancellationToken);
        return await input.ReadLineAsync(cancellationToken) is "y" or "Y" or "yes";
    }
}
