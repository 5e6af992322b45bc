using System.Text;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using CsCheck;
using Microsoft.Extensions.Options;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>Kubeconfigs are written by many tools, and edited by hand.</summary>
public sealed class KubeconfigFuzzTests
{
    private const string Secret = "s3cr3t-of-the-user";

    private const string Good = $$"""
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - name: local
          cluster:
            server: https://127.0.0.1:6443/base
            tls-server-name: kubernetes
            insecure-skip-tls-verify: true
            proxy-url: http://127.0.0.1:3128
        contexts:
        - name: one
          context:
            cluster: local
            user: me
            namespace: shop
        - name: two
          context: {cluster: local, user: tool}
        users:
        - name: me
          user:
            token: {{Secret}}
            as: somebody
            as-uid: "1"
            as-groups: [group]
            as-user-extra: {reason: [test]}
        - name: tool
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: "true"
              args: [a, b]
              env: [{name: A, value: b}]
              interactiveMode: Never
              provideClusterInfo: true
        preferences: {}
        """;

    [Theory]
    [InlineData("")]
    [InlineData("two")]
    public void AKubeconfigIsTakenOrRefusedInALine(string context) =>
        Mutation.OfLines(Good).Sample(text => Open(Encoding.UTF8.GetBytes(text), context), iter: Inputs.Each);

    [Fact]
    public void BytesAreTakenOrRefusedInALine() =>
        Mutation.OfBytes(Good).Sample(bytes => Open(bytes, context: string.Empty), iter: Inputs.Each, print: Encoding.Latin1.GetString);

    private static void Open(byte[] kubeconfig, string context)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.kubeconfig");
        File.WriteAllBytes(path, kubeconfig);
        try
        {
            using var connection = ClusterConnection.Open(new() { Kubeconfig = path, Context = context });
            Assert.True(connection.Server.Scheme is "http" or "https");
        }
        catch (OptionsValidationException exception)
        {
            var problem = ProblemLine.Of(Assert.Single(exception.Failures));
            Assert.Contains(path, problem, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
            Assert.DoesNotContain(problem, char.IsControl);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
