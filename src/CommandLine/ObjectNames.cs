using System.CommandLine;
using System.CommandLine.Parsing;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine;

/// <summary>The argument that names ExposedAPIs, each as namespace/name.</summary>
internal static class ObjectNames
{
    /// <summary>Makes one that refuses what can be no name.</summary>
    /// <param name="description">What is meant by it.</param>
    public static Argument<string[]> Argument(string description)
    {
        var names = new Argument<string[]>("namespace/name") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        names.Validators.Add(RefuseOthers);
        return names;
    }

    private static void RefuseOthers(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value.Split('/') is not [var space, var name] || !KubernetesName.IsNamespace(space) || !KubernetesName.IsValid(name))
            {
                result.AddError($"'{Excerpt.Of(token.Value)}' names no object: give namespace/name");
            }
        }
    }
}
