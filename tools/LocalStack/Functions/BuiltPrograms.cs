namespace ApiBridge.LocalStack.Functions;

/// <summary>What was built beside this program, in the same checkout and configuration, to be started as a process.</summary>
internal static class BuiltPrograms
{
    private const string Solution = "ApiBridge.slnx";

    /// <summary>A project's output folder.</summary>
    /// <param name="kind"><c>src</c> or <c>tools</c>.</param>
    /// <param name="project">The project's folder.</param>
    /// <exception cref="FunctionsException">It is not built, or this program runs outside of a checkout.</exception>
    public static string Folder(string kind, string project)
    {
        // .../bin/<configuration>/<framework>/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (own.Name, own.Parent?.Name ?? string.Empty);
        for (var folder = own.Parent; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                var built = Path.Combine(folder.FullName, kind, project, "bin", configuration, framework);
                return Directory.Exists(built)
                    ? built
                    : throw new FunctionsException(FunctionsFailure.NotBuilt, $"{built} is not there: build {kind}/{project}, for instance with make run.");
            }
        }

        throw new FunctionsException(FunctionsFailure.NotBuilt, $"{own.FullName} lies in no checkout with {Solution}: start this program with make run.");
    }
}
