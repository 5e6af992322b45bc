using System.CommandLine;
using System.CommandLine.Parsing;
using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.LocalStack;

/// <summary>The options that have everything work on a cluster. Without them it is the emulator, whatever the environment says.</summary>
internal static class ClusterOptions
{
    /// <summary>The cluster.</summary>
    public static readonly Option<string?> Kubeconfig = new("--kubeconfig")
    {
        Description = "Work on this cluster instead of the emulator, in the namespaces of --namespace alone, after asking.",
    };

    /// <summary>The context.</summary>
    public static readonly Option<string?> Context = new("--context") { Description = "The kubeconfig's context. Default: its current one." };

    /// <summary>The namespaces.</summary>
    public static readonly Option<string?> Namespaces = new("--namespace")
    {
        Description = "The cluster's namespaces to work in, separated by commas. The samples go into the first.",
    };

    /// <summary>The namespaces in an option.</summary>
    public static IReadOnlyList<string> NamespacesOf(string? value) => [.. SettingList.Items(value ?? string.Empty).Distinct(StringComparer.Ordinal)];

    /// <summary>Refuses what does not go together.</summary>
    public static void Check(CommandResult result)
    {
        var (kubeconfig, context, namespaces) = (result.GetValue(Kubeconfig), result.GetValue(Context), result.GetValue(Namespaces));
        if (kubeconfig is null)
        {
            foreach (var (name, value) in new[] { (Context.Name, context), (Namespaces.Name, namespaces) }.Where(given => given.Item2 is not null))
            {
                result.AddError($"{name} is '{value}' without {Kubeconfig.Name}: name the cluster's kubeconfig, or leave {name} out for the emulator");
            }

            return;
        }

        if (kubeconfig.Length == 0)
        {
            result.AddError($"{Kubeconfig.Name} is empty: give a kubeconfig's path, or leave it out for the emulator");
        }

        if (context is { Length: 0 })
        {
            result.AddError($"{Context.Name} is empty: give a context of the kubeconfig, or leave it out for its current one");
        }

        if (NamespacesOf(namespaces) is not { Count: > 0 } given)
        {
            result.AddError($"{Kubeconfig.Name} is '{kubeconfig}' without {Namespaces.Name}: give the namespaces to work in, for nothing is done in others");
        }
        else if (given.FirstOrDefault(ns => !KubernetesName.IsService(ns)) is { } wrong)
        {
            result.AddError($"{Namespaces.Name} has '{wrong}': give names of namespaces, separated by commas, of lower-case letters, digits and dashes");
        }
    }
}
