namespace ApiBridge.Manifests.Tests.Documents;

/// <summary>What the documents show and no test runs, each with the reason. Everything else is run, or parsed by the program itself.</summary>
internal static class NotRun
{
    /// <summary>Programs that are not started.</summary>
    public static IReadOnlyDictionary<string, string> Programs { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["apibridge"] = "is parsed by the program itself, in CommandLine.Tests",
        ["az"] = "wants an Azure account",
        ["curl"] = "asks a pod, or a local run, which the other tests do",
        ["docker"] = "wants a container engine; the Dockerfiles are checked in Architecture.Tests",
        ["dotnet"] = "builds the product again",
        ["func"] = "is Azure Functions Core Tools",
        ["git"] = "works on the user's own checkout",
        ["helm"] = "KEDA's chart comes from the internet; the product's own is installed in the tests of the chart",
        ["make"] = "builds the product again; that the target exists is checked",
        ["npm"] = "installs from the internet",
    };

    /// <summary>kubectl's commands that no API server without nodes can answer.</summary>
    public static IReadOnlyDictionary<string, string> Kubectl { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["edit"] = "opens an editor",
        ["exec"] = "wants a pod that runs",
        ["logs"] = "wants a pod that runs",
        ["port-forward"] = "wants a pod that runs",
        ["rollout"] = "waits for pods that run",
        ["-w"] = "never ends",
        ["--for=delete"] = "waits for workers, which release what is deleted",
    };

    /// <summary>YAML that is no whole object, by the first line that says what it is part of.</summary>
    public static IReadOnlyDictionary<string, string> Fragments { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["spec:\n  wait: true"] = "a part of Flux's Kustomization, whose definition is not here; it is YAML all the same",
    };
}
