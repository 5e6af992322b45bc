using System.Text.RegularExpressions;
using ApiBridge.TestServers.Documents;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Manifests.Tests.Documents;

/// <summary>What the documents tell users to type works: on a real API server where it can be run.</summary>
public sealed partial class DocumentTests(DocumentedInstallation installation) : IClassFixture<DocumentedInstallation>
{
    // What a reader puts in for a word in capitals.
    private static readonly Dictionary<string, string> Placeholders = new(StringComparer.Ordinal)
    {
        ["component NAME"] = "component shop",
        ["NAMESPACE"] = "shop",
        ["NAME"] = "orders",
        ["POD"] = "apibridge-functions-0",
        ["OLD"] = "former",
        ["URL"] = "http://127.0.0.1:1",
    };

    public static TheoryData<string> Documents => [.. RepositoryFolder.Documents];

    [Theory, MemberData(nameof(Documents))]
    public async Task EveryCommandIsTakenByAClusterAsItIsWritten(string document)
    {
        var commands = MarkdownCode.Read(document).Where(code => code.Language is "sh" or "" && Kubectl().IsMatch(code.Text)).ToList();
        Assert.SkipWhen(commands.Count == 0, "it has none for kubectl");
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        Assert.SkipUnless(TestServers.Kubectl.IsAvailable, TestServers.Kubectl.Unavailable);
        Assert.SkipUnless(Directory.Exists(Environment.GetEnvironmentVariable("KEDA_CRDS")), "KEDA_CRDS names no folder with KEDA's CustomResourceDefinitions");
        await installation.PrepareAsync();

        List<string> failures = [];
        foreach (var command in commands)
        {
            // What is but the name of a command, with an option perhaps, is asked for its help.
            var text = Placeholder().Replace(Verb().Replace(command.Text, "$& --help"), match => Placeholders[match.Value]);
            if (await installation.RunAsync(text) is { } failure)
            {
                failures.Add($"{command.Place}: {command.Text}\n{failure}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Fact]
    public async Task EveryManifestIsTakenAndEveryKustomizationRenders()
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        Assert.SkipUnless(TestServers.Kubectl.IsAvailable, TestServers.Kubectl.Unavailable);
        Assert.SkipUnless(Directory.Exists(Environment.GetEnvironmentVariable("KEDA_CRDS")), "KEDA_CRDS names no folder with KEDA's CustomResourceDefinitions");
        await installation.PrepareAsync();
        var manifests = RepositoryFolder.Documents.SelectMany(MarkdownCode.Read).Where(code => code.Language is "yaml" or "yml").ToList();

        Assert.NotEmpty(manifests);
        foreach (var manifest in manifests)
        {
            var failure = await TakeAsync(manifest);
            Assert.True(failure is null, $"{manifest.Place}: {failure}");
        }
    }

    [Fact]
    public void EveryTargetOfMakeIsThere()
    {
        var makefile = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "Makefile"));
        var named = (
            from document in RepositoryFolder.Documents
            from code in MarkdownCode.Read(document)
            where code.Language is "sh" or ""
            from match in Make().Matches(code.Text)
            select (code.Place, Target: match.Groups["target"].Value)).ToList();

        Assert.True(named.Count > 20);
        Assert.All(named, one => Assert.True(makefile.Contains($"\n{one.Target}:", StringComparison.Ordinal), $"{one.Place}: make {one.Target}"));
    }

    // "artifacts" is built, "storage.env" and "local.settings.json" are the user's.
    [Fact]
    public void EveryFileThatACommandNamesIsThere()
    {
        var named = (
            from document in RepositoryFolder.Documents
            from code in MarkdownCode.Read(document)
            where code.Language is "sh" or ""
            from match in RepositoryPath().Matches(code.Text)
            where !match.Value.Contains("/bin/", StringComparison.Ordinal)
            select (code.Place, Path: match.Value)).ToList();

        Assert.True(named.Count > 20);
        Assert.All(named, one => Assert.True(RepositoryFolder.Has(one.Path), $"{one.Place}: {one.Path}"));
    }

    [Fact]
    public void CommandsAndManifestsAreFound()
    {
        var found = MarkdownCode.Find("it.md", "Text `kubectl get\npods -A` and `make`.\n\n1. Step:\n\n       kubectl apply -k x |\n         cat\n\n    no command\n\n```yaml\na: 1\n```\n");

        Assert.Equal(
            [("", "kubectl get pods -A", 1), ("sh", "kubectl apply -k x |\n  cat", 6), ("yaml", "a: 1", 12)],
            found.Select(code => (code.Language, code.Text, code.Line)));
    }

    private async Task<string?> TakeAsync(DocumentedText manifest)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(manifest.Text));
        var root = (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
        var kind = root.Children.TryGetValue("kind", out var value) ? value.ToString() : null;
        if (kind is "Kustomization" or "Component")
        {
            // Its first line says which file it is.
            var file = Path.GetDirectoryName(manifest.Text.Split('\n')[0].TrimStart('#', ' '))!;
            return await installation.RunAsync($"mkdir -p {file} && cat > {file}/kustomization.yaml <<'END'\n{manifest.Text}\nEND\nkubectl kustomize {file}");
        }

        if (kind is null && NotRun.Fragments.Keys.Any(fragment => manifest.Text.StartsWith(fragment, StringComparison.Ordinal)))
        {
            return null;
        }

        // What is data alone is Argo CD's ConfigMap.
        var text = kind is null && root.Children.ContainsKey("data")
            ? $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: argocd-cm, namespace: argocd }}\n{manifest.Text}"
            : manifest.Text;
        return await installation.RunAsync($"kubectl apply -f - <<'END'\n{text}\nEND");
    }

    [GeneratedRegex(@"(^|[\s;|`])kubectl\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kubectl();

    [GeneratedRegex(@"\Akubectl [a-z]+( events| namespace| --\S+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"\bcomponent NAME\b|(?<!\$)\b(NAMESPACE|NAME|POD|OLD|URL)\b(?!:)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(?:[A-Za-z_]+=\S+ )*make (?<target>[a-z]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Make();

    [GeneratedRegex(@"(?<![\w/.$<-])(keda|src|tools|samples|build|tests|bench|charts)/[\w./-]*\w", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepositoryPath();
}
