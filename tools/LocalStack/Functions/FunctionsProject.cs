using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Functions;

/// <summary>The Functions app's sources in the checkout that this program was built in.</summary>
internal sealed partial class FunctionsProject
{
    private readonly string _root;

    private FunctionsProject(string root) => _root = root;

    /// <summary>The checkout's folder.</summary>
    public string Root => _root;

    /// <summary>Looks for the checkout.</summary>
    /// <exception cref="FunctionsException">The program runs outside of one.</exception>
    public static FunctionsProject Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ApiBridge.slnx")))
            {
                return new(folder.FullName);
            }
        }

        throw new FunctionsException(
            FunctionsFailure.SourcesMissing, "The Functions app's sources were not found above this program: name a built app with --app FOLDER.");
    }

    /// <summary>Builds the app as it would be deployed: its settings come from the environment, and no local.settings.json goes along.</summary>
    /// <returns>The folder to give to the host.</returns>
    /// <exception cref="FunctionsException">A package is missing, or it does not compile.</exception>
    public async Task<string> BuildAsync(CancellationToken cancellationToken)
    {
        var output = Path.Combine(_root, "artifacts", "functions");
        string[] arguments = ["publish", Path.Combine(_root, "src", "Functions"), "-c", "Release", "-o", output, "-nologo", "-v:q"];
        var build = await ProgramRun.CompleteAsync("dotnet", arguments, _root, cancellationToken)
            ?? throw new FunctionsException(FunctionsFailure.BuildFailed, "dotnet was not found: install the .NET SDK 10.");
        return build.ExitCode == 0 ? output : throw Judge(build);
    }

    /// <summary>Why a build failed.</summary>
    internal static FunctionsException Judge(ProgramRun build)
    {
        var errors = ErrorLine().Matches(build.Output).Select(match => match.Value.Trim()).Distinct(StringComparer.Ordinal).ToList();
        var missing = MissingPackage().Matches(build.Output).Select(match => match.Groups["package"].Value)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return missing.Count > 0 && errors.TrueForAll(error => error.Contains("error NU", StringComparison.Ordinal))
            ? new(FunctionsFailure.PackagesMissing, $"src/Functions can't be restored, the package feed lacks {string.Join(", ", missing)}.")
            : new(FunctionsFailure.BuildFailed, $"src/Functions does not build: {(errors.Count > 0 ? errors[0] : build.LastLines(3))}");
    }

    [GeneratedRegex(@"^.*\berror [A-Z]+\d+:.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"error NU110[123]: Unable to find .*?package (?<package>[A-Za-z0-9.]*[A-Za-z0-9])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingPackage();
}
