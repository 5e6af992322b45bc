using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Functions;

/// <summary>The functions of a built app, as its generated metadata names them.</summary>
internal static class AppFunctions
{
    private const string Metadata = "functions.metadata";

    /// <summary>Reads their names.</summary>
    /// <exception cref="FunctionsException">The folder holds no built app.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string app, CancellationToken cancellationToken)
    {
        var file = Path.Combine(app, Metadata);
        try
        {
            await using var stream = File.OpenRead(file);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return [.. document.RootElement.EnumerateArray().Select(function => function.Text("name"))];
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            throw new FunctionsException(FunctionsFailure.NotBuilt, $"{file} can't be read ({exception.Message}): build src/Functions.", exception);
        }
    }
}
