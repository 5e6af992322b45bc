namespace ApiBridge.Shared.Tests.Kubernetes;

/// <summary>A kubeconfig that can't be used is refused by both programs at start.</summary>
public sealed class KubeconfigTests : IDisposable
{
    private const string User = "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [{name: c, cluster: {server: https://127.0.0.1:1}}]\n"
        + "contexts: [{name: x, context: {cluster: c, user: u}}]\n";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Bad() => [.. from program in Programs.Both from bad in new[]
    {
        ("{ not yaml: [", ""),
        ("apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n", "nowhere"),
        ($"{User}users: [{{name: u, user: {{client-certificate: /no/such/file, client-key: /no/such/file}}}}]\n", ""),
        ($"{User}users: [{{name: u, user: {{client-certificate-data: '!', client-key-data: '!'}}}}]\n", ""),
        ($"{User}users: [{{name: u, user: {{client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=}}}}]\n", ""),
        ("apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [{name: c, cluster: {server: 'http://'}}]\ncontexts: [{name: x, context: {cluster: c}}]\n", "x"),
    } select (program, bad.Item1, bad.Item2)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task OneThatCannotBeUsedIsNamedWithTheFix(string program, string content, string context)
    {
        var path = _folder.Write("kubeconfig", content);

        var refusal = await Programs.RefusalAsync(program, ("ApiBridge:Kubernetes:Kubeconfig", path), ("ApiBridge:Kubernetes:Context", context));

        Assert.Contains($"ApiBridge:Kubernetes:Kubeconfig is '{path}' and Context '{context}', which can't be used: ", refusal, StringComparison.Ordinal);
        Assert.Contains("Give a kubeconfig that kubectl takes.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneThatCanBeUsedIsTaken()
    {
        var path = _folder.Write("kubeconfig", $"{User}users: [{{name: u, user: {{token: secret}}}}]\n");

        foreach (var program in Programs.Both)
        {
            Assert.Empty(await Programs.RefusalAsync(program, ("ApiBridge:Kubernetes:Kubeconfig", path)));
        }
    }
}
