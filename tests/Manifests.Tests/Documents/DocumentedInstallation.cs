using System.Diagnostics;
using System.Text;

namespace ApiBridge.Manifests.Tests.Documents;

/// <summary>
/// A real kube-apiserver with what the documents speak of: the Canvas's and KEDA's definitions, an API and its Component in the namespace shop, the old
/// operator; and a folder like a checkout, in which commands are run with kubectl leading to that server.
/// </summary>
public sealed class DocumentedInstallation : IAsyncDisposable
{
    private const string Objects =
        """
        apiVersion: v1
        kind: List
        items:
        - { apiVersion: v1, kind: Namespace, metadata: { name: apibridge } }
        - { apiVersion: v1, kind: Namespace, metadata: { name: argocd } }
        - { apiVersion: v1, kind: Namespace, metadata: { name: canvas } }
        - { apiVersion: v1, kind: Namespace, metadata: { name: shop } }
        - { apiVersion: v1, kind: Secret, metadata: { name: former, namespace: apibridge } }
        - { apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: { name: apibridge-eventbridge, namespace: apibridge }, spec: { holderIdentity: one } }
        - apiVersion: apps/v1
          kind: Deployment
          metadata: { name: oda-apig, namespace: canvas }
          spec:
            selector: { matchLabels: { app: oda-apig } }
            template:
              metadata: { labels: { app: oda-apig } }
              spec: { containers: [{ name: c, image: oda-apig }] }
        - { apiVersion: oda.tmforum.org/v1, kind: Component, metadata: { name: shop, namespace: shop }, spec: {} }
        - apiVersion: oda.tmforum.org/v1
          kind: ExposedAPI
          metadata:
            name: orders
            namespace: shop
            labels: { oda.tmforum.org/componentName: shop }
            annotations: { kopf.zalando.org/last-handled-configuration: "{}" }
            finalizers: [oda.tmforum.org/apig-registration]
          spec: { name: orders, path: /shop/orders/v5, port: 8080, implementation: orders-svc, apiType: openapi, specification: {} }
          status:
            apigBind: { spec: { path: /shop/orders/v5 } }
            conditions:
            - { type: Registered, status: "True", reason: Accepted, message: held }
            - { type: Ready, status: "True", reason: RegisteredAndReady, message: ready }
        """;

    private readonly TemporaryFolder _folder = new();
    private RealKubernetes? _server;

    /// <summary>Makes everything as it is before a document's first command.</summary>
    public async Task PrepareAsync()
    {
        if (_server is null)
        {
            _server = await RealKubernetes.StartAsync(new() { ControllerManager = true }, TestContext.Current.CancellationToken);
            await TestServers.Manifests.CopyToAsync(Path.Combine(_folder.Path, "keda"));
            _folder.Write("local.settings.json.sample", "{}");
            _folder.Write("objects.yaml", Objects);
            await SucceedAsync($"mkdir -p samples && cp -r {AppContext.BaseDirectory}/crds samples/crds");
            Shims();
            var definitions = Environment.GetEnvironmentVariable("KEDA_CRDS")!;
            await SucceedAsync($"for file in {definitions}/*.keda.sh.yaml {AppContext.BaseDirectory}/crds/*.yaml; do kubectl apply --validate=false -f \"$file\" || exit 1; done");
            await SucceedAsync("kubectl wait crd --all --for=condition=Established --timeout=1m && kubectl config set-context --current --namespace=shop");
        }

        await SucceedAsync("kubectl apply --server-side --force-conflicts -f objects.yaml && kubectl apply -k keda/overlays/azurite");
    }

    /// <summary>Runs lines of a shell.</summary>
    /// <returns>Null when they succeed; else what was said.</returns>
    public async Task<string?> RunAsync(string script)
    {
        var (code, output, errors) = await ProcessRun.RunAsync(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = _folder.Path,
            Environment =
            {
                ["PATH"] = $"{_folder.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}",
                ["KUBECONFIG"] = _server!.KubeconfigPath,
                ["KUBECACHEDIR"] = $"{_folder.Path}/cache",
                ["OLD_NAMESPACE"] = "canvas",
                ["OLD_OPERATOR"] = "oda-apig",
                ["KEY"] = "none",
            },
        });
        return code == 0 ? null : $"ended with {code}: {output}{errors}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    private async Task SucceedAsync(string script)
    {
        var failure = await RunAsync(script);
        Assert.True(failure is null, $"{script}: {failure}");
    }

    // Programs that are not run are there and do nothing. kubectl is the real one, but for what wants pods; and this server, older than policy/v1,
    // is told v1beta1 of it.
    private void Shims()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "bin"));
        foreach (var program in NotRun.Programs.Keys)
        {
            _folder.Script($"bin/{program}", "exit 0");
        }

        var skipped = new StringBuilder().AppendJoin('|', NotRun.Kubectl.Keys.Select(word => $"*' {word} '*"));
        _folder.Script(
            "bin/kubectl",
            $$"""
            PATH=${PATH#*:}
            case " $* " in {{skipped}}) exit 0;; esac
            line=" $* " folder=
            for word do
              shift
              if [ "$folder" = next ]; then folder=$word; set -- "$@" -f -; continue; fi
              if [ "$word" = -k ]; then folder=next; else set -- "$@" "$word"; fi
            done
            case $line in *' --validate='*) ;; *' apply '*) set -- "$@" --validate=strict;; esac
            [ -n "$folder" ] || exec kubectl "$@"
            kubectl kustomize "$folder" | sed 's#policy/v1$#policy/v1beta1#' | kubectl "$@"
            status=$?
            case $line in *' diff '*) [ $status -ne 1 ] || status=0;; esac # 1: they differ
            exit $status
            """);
    }
}
