using System.Text.Json;

namespace ApiBridge.Manifests.Tests.PodSecurity;

/// <summary>
/// The profile <c>restricted</c> of the Kubernetes Pod Security Standards, with all of <c>baseline</c>, for pods on Linux: what it asks of a pod's spec.
/// https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
internal static class RestrictedProfile
{
    private static readonly string[] Volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];
    private static readonly string[] Seccomp = ["RuntimeDefault", "Localhost"];
    private static readonly string[] SelinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
    private static readonly string[] Handlers = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle/postStart", "lifecycle/preStop"];

    private static readonly string[] Sysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    /// <summary>What of a pod's spec the profile forbids; nothing for a pod that it takes.</summary>
    public static IEnumerable<string> Violations(JsonElement pod)
    {
        var context = pod.Child("securityContext");
        var containers = ((string[])["containers", "initContainers", "ephemeralContainers"]).SelectMany(kind => pod.Items(kind)).ToList();
        return OfThePod(pod, context).Concat(Shared(context, "the pod")).Concat(containers.SelectMany(container => Of(container, context)));
    }

    private static IEnumerable<string> OfThePod(JsonElement pod, JsonElement context) =>
        Broken(
            [.. ((string[])["hostNetwork", "hostPID", "hostIPC"]).Select(name => (pod.Flag(name) == true, name)),
            .. pod.Items("volumes").Select(volume => (!volume.EnumerateObject().Any(member => Volumes.Contains(member.Name, StringComparer.Ordinal)), $"volume {volume.Text("name")}")),
            .. context.Items("sysctls").Select(sysctl => (!Sysctls.Contains(sysctl.Text("name"), StringComparer.Ordinal), $"sysctl {sysctl.Text("name")}"))]);

    private static IEnumerable<string> Of(JsonElement container, JsonElement pod)
    {
        var (context, name) = (container.Child("securityContext"), container.Text("name"));
        var capabilities = context.Child("capabilities");
        return Shared(context, name).Concat(Broken(
            (context.Flag("privileged") == true, $"{name} privileged"),
            (context.Flag("allowPrivilegeEscalation") != false, $"{name} allowPrivilegeEscalation"),
            (context.Flag("runAsNonRoot") != true && (context.Flag("runAsNonRoot") == false || pod.Flag("runAsNonRoot") != true), $"{name} runAsNonRoot"),
            (!Has(context, "seccompProfile") && !Has(pod, "seccompProfile"), $"{name} seccompProfile"),
            (!capabilities.Items("drop").Any(capability => capability.GetString() == "ALL"), $"{name} capabilities.drop"),
            (capabilities.Items("add").Any(capability => capability.GetString() != "NET_BIND_SERVICE"), $"{name} capabilities.add"),
            (context.Text("procMount") is not ("" or "Default"), $"{name} procMount"),
            (container.Items("ports").Any(port => Has(port, "hostPort") && port.Number("hostPort") != 0), $"{name} hostPort"),
            (Handlers.Any(handler => Has(container.Child($"{handler}/httpGet"), "host") || Has(container.Child($"{handler}/tcpSocket"), "host")), $"{name} probe host")));
    }

    // What a pod and a container may say alike.
    private static IEnumerable<string> Shared(JsonElement context, string name) => Broken(
        (Has(context, "runAsUser") && context.Number("runAsUser") == 0, $"{name} runAsUser"),
        (Has(context, "seccompProfile") && !Seccomp.Contains(context.Text("seccompProfile/type"), StringComparer.Ordinal), $"{name} seccompProfile"),
        (context.Text("appArmorProfile/type") == "Unconfined", $"{name} appArmorProfile"),
        (!SelinuxTypes.Contains(context.Text("seLinuxOptions/type"), StringComparer.Ordinal) || context.Text("seLinuxOptions/user").Length > 0 || context.Text("seLinuxOptions/role").Length > 0, $"{name} seLinuxOptions"),
        (context.Flag("windowsOptions/hostProcess") == true, $"{name} hostProcess"));

    private static bool Has(JsonElement element, string name) => element.Child(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static IEnumerable<string> Broken(params (bool IsBroken, string Name)[] rules) => rules.Where(rule => rule.IsBroken).Select(rule => rule.Name);
}
