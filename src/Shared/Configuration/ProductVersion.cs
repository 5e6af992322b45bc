using System.Reflection;

namespace ApiBridge.Shared.Configuration;

/// <summary>Which version of the product a program is of.</summary>
public static class ProductVersion
{
    /// <summary>An assembly's version, like <c>1.2.3</c>, without the commit that it was built from.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>The version.</returns>
    public static string Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        return version.Split('+')[0];
    }
}
