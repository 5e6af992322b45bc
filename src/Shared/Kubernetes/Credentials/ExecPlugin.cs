using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>A program that issues credentials, <c>exec</c> in a kubeconfig. What it issued is kept until it expires or the server refuses it.</summary>
internal sealed class ExecPlugin
{
    private const string Group = "client.authentication.k8s.io";
    private readonly Lock _lock = new();
    private readonly ExecCommand _command;
    private readonly string _apiVersion;
    private readonly TimeProvider _time;
    private ExecCredential? _issued;
    private Task<ExecCredential>? _run;

    private ExecPlugin(ExecCommand command, string apiVersion, TimeProvider time) => (_command, _apiVersion, _time) = (command, apiVersion, time);

    /// <summary>Reads it. It is not run yet.</summary>
    /// <param name="exec">The field.</param>
    /// <param name="user">The user whose it is.</param>
    /// <param name="cluster">The cluster that it may be told of.</param>
    /// <param name="environment">Where its program is looked for.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="KubeconfigException">It can't be used.</exception>
    public static ExecPlugin Read(KubeconfigFields exec, KubeconfigEntry user, KubeconfigEntry cluster, ClusterEnvironment environment, TimeProvider time)
    {
        var apiVersion = exec.Text("apiVersion");
        if (apiVersion is not ($"{Group}/v1" or $"{Group}/v1beta1"))
        {
            throw new KubeconfigException($"{exec.Place} has apiVersion '{apiVersion}'. Give {Group}/v1 or {Group}/v1beta1, whichever the plugin speaks.");
        }

        switch (exec.Text("interactiveMode"))
        {
            case "Never" or "IfAvailable":
            case "" when apiVersion != $"{Group}/v1":
                break;
            case "Always":
                throw new KubeconfigException($"{exec.Place} has interactiveMode Always, and a server has no terminal. Give a plugin that asks nobody.");
            case var mode:
                throw new KubeconfigException($"{exec.Place} has interactiveMode '{mode}'. Give Never, IfAvailable or Always.");
        }

        var info = ExecInfo.Of(apiVersion, exec.Flag("provideClusterInfo") ? cluster : null);
        return new(ExecCommand.Read(exec, user.Folder, environment, info), apiVersion, time);
    }

    /// <summary>What it issues, or issued. All who ask while it runs wait for one run.</summary>
    /// <exception cref="KubeconfigException">It failed.</exception>
    public async ValueTask<ExecCredential> GetAsync(CancellationToken cancellationToken)
    {
        Task<ExecCredential> run;
        lock (_lock)
        {
            if (_issued is { } issued && (issued.Expires is not { } end || _time.GetUtcNow() < end))
            {
                return issued;
            }

            run = _run ??= Task.Run(IssueAsync, CancellationToken.None);
        }

        return await run.WaitAsync(cancellationToken);
    }

    /// <summary>Asks anew at the next request, unless it was asked since.</summary>
    /// <param name="refused">What the server refused.</param>
    public void Forget(ClientIdentity refused)
    {
        lock (_lock)
        {
            if (_issued?.Token == refused.Authorization?.Parameter && (_issued?.Certificate is null || _issued.Certificate == refused.Certificate))
            {
                _issued = null;
            }
        }
    }

    private async Task<ExecCredential> IssueAsync()
    {
        ExecCredential? issued = null;
        try
        {
            return issued = ExecCredential.Read(await _command.RunAsync(_time), _apiVersion, _command.Program);
        }
        finally
        {
            lock (_lock)
            {
                (_issued, _run) = (issued, null);
            }
        }
    }
}
