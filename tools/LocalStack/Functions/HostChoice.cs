namespace ApiBridge.LocalStack.Functions;

/// <summary>Which host runs the Functions app: Core Tools' <c>func</c> where it is on PATH, else the small one of this repository.</summary>
internal static class HostChoice
{
    private const string Switch = "FUNC";
    private const string Never = "0";
    private const string Required = "required";

    /// <summary>The host that the variable FUNC asks for: <c>0</c> never takes func, <c>required</c> takes nothing else.</summary>
    /// <exception cref="FunctionsException">func is required and missing, or something is not built.</exception>
    public static FunctionsHostOptions Choose()
    {
        var wish = Environment.GetEnvironmentVariable(Switch) ?? string.Empty;
        if (wish is not ("" or Never or Required))
        {
            throw new FunctionsException(FunctionsFailure.CoreToolsMissing, $"FUNC is '{wish}': use 0 to do without Core Tools, {Required} to insist on them, or leave it out.");
        }

        return wish == Never ? Own() : CoreTools.Find() is { } func ? Real(func) : wish == Required ? throw Missing() : Own();
    }

    /// <summary>The host of this repository.</summary>
    /// <exception cref="FunctionsException">It, or the app, is not built.</exception>
    public static FunctionsHostOptions Own()
    {
        var host = Path.Combine(BuiltPrograms.Folder("tools", "FunctionsHost"), "ApiBridge.FunctionsHost.dll");
        return new() { Command = ["dotnet", host], Description = "tools/FunctionsHost", App = BuiltPrograms.Folder("src", "Functions") };
    }

    private static FunctionsHostOptions Real(string func) => new()
    {
        Command = [func, "start", "--no-build"],
        Description = $"the Functions host of {func}",
        App = BuiltPrograms.Folder("src", "Functions"),
        NeedsBlobs = true,
    };

    private static FunctionsException Missing() => new(
        FunctionsFailure.CoreToolsMissing,
        "func was not found on PATH: install Azure Functions Core Tools, for instance with npm i -g azure-functions-core-tools@4, or use make run, which does without.");
}
