namespace ApiBridge.LocalStack.Functions;

/// <summary>Decides whether <c>make run</c> takes the real Functions host.</summary>
internal static class RealHost
{
    private const string Switch = "FUNC";

    /// <summary>Builds the app for it, where it is there and the packages can be restored.</summary>
    /// <param name="output">Is told why not, where the user may have expected it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How to run it; null for the embedded trigger host.</returns>
    /// <exception cref="FunctionsException">The app does not compile.</exception>
    public static async Task<FunctionsHostOptions?> FindAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (string.Equals(Environment.GetEnvironmentVariable(Switch), "0", StringComparison.Ordinal) || CoreTools.Find() is not { } func)
        {
            return null;
        }

        try
        {
            return new() { Func = func, App = await FunctionsProject.Find().BuildAsync(cancellationToken) };
        }
        catch (FunctionsException exception) when (exception.Failure is FunctionsFailure.PackagesMissing or FunctionsFailure.SourcesMissing)
        {
            await output.WriteLineAsync($"{exception.Message} An embedded queue trigger host stands in for the Functions host.");
            return null;
        }
    }
}
