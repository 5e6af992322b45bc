using ApiBridge.Shared.Kubernetes.Kubeconfig;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>
/// The way to the API server, found and gone as kubectl does: the settings', a kubeconfig's, or the pod's service account. One for
/// all programs.
/// </summary>
public sealed class ClusterConnection : IDisposable
{
    private ClusterConnection(ClusterTarget target)
    {
        (Server, Namespace, Context) = (target.Server, target.Namespace, target.Context);
        User = target.Impersonation is { } other ? $"{target.User} as {other.User}" : target.User;
        Proxy = target.Proxy.GetProxy(target.Server);
        Handler = new ClusterHandler(target);
    }

    /// <summary>The API server's URL. Requests go below its path.</summary>
    public Uri Server { get; }

    /// <summary>The proxy that the API server is reached over, without who asks there; null when it is reached directly.</summary>
    public Uri? Proxy { get; }

    /// <summary>The namespace of the pod or of the kubeconfig's context; null when there is none.</summary>
    public string? Namespace { get; }

    /// <summary>The kubeconfig's context; null when there is none.</summary>
    public string? Context { get; }

    /// <summary>Who asks, by the kubeconfig's name for the user, and as whom; null when nobody is named.</summary>
    public string? User { get; }

    /// <summary>
    /// Sends requests to the API server, with credentials, and under the name that its certificate is checked against. Credentials that
    /// can't be had are an <see cref="HttpRequestException"/>. It sets no limit of time.
    /// </summary>
    public HttpMessageHandler Handler { get; }

    /// <summary>Reads where the API server is, and makes ready to connect to it.</summary>
    /// <param name="options">Which API server.</param>
    /// <param name="time">The clock by which credentials end; null for the system's.</param>
    /// <returns>The connection; nothing was sent yet.</returns>
    /// <exception cref="OptionsValidationException">The kubeconfig, or the service account, can't be used.</exception>
    public static ClusterConnection Open(KubernetesOptions options, TimeProvider? time = null) =>
        Open(options, ClusterEnvironment.Current, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public void Dispose() => Handler.Dispose();

    internal static ClusterConnection Open(KubernetesOptions options, ClusterEnvironment environment, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return new(ClusterTarget.Find(options, environment, time));
        }
        catch (KubeconfigException exception)
        {
            throw Refusal(Problem(options, environment, exception));
        }
        catch (FormatException exception)
        {
            throw Refusal(exception.Message);
        }
    }

    private static OptionsValidationException Refusal(string problem) => new(Options.DefaultName, typeof(KubernetesOptions), [problem]);

    private static string Problem(KubernetesOptions options, ClusterEnvironment environment, KubeconfigException exception)
    {
        const string Fix = "Give a kubeconfig that kubectl takes";
        return options.Kubeconfig.Length > 0
            ? $"{KubernetesOptions.Section}:Kubeconfig is '{options.Kubeconfig}' and Context '{options.Context}', which can't be used: {exception.Message} {Fix}."
            : $"{ClusterEnvironment.Kubeconfig} is '{environment.Variable(ClusterEnvironment.Kubeconfig)}', which can't be used: {exception.Message} {Fix}, or set {KubernetesOptions.Section}:Server.";
    }
}
