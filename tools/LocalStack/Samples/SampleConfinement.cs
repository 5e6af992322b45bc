namespace ApiBridge.LocalStack.Samples;

/// <summary>Keeps samples to the namespaces that may be worked on.</summary>
internal static class SampleConfinement
{
    /// <summary>Moves what lies elsewhere into the first of them.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="namespaces">The namespaces; none for all, where nothing is moved.</param>
    public static IReadOnlyList<SampleObject> To(this IReadOnlyList<SampleObject> samples, IReadOnlyList<string> namespaces) => namespaces.Count == 0
        ? samples
        :
        [
            .. samples.Where(item => item.Kind != "Namespace" || namespaces.Contains(item.Name, StringComparer.Ordinal))
                .Select(item => item with { Namespace = namespaces.FirstOrDefault(ns => ns == item.Namespace, namespaces[0]) }),
        ];
}
