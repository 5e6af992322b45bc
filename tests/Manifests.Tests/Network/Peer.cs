using System.Net;

namespace ApiBridge.Manifests.Tests.Network;

/// <summary>One end of a connection: a pod, or with <paramref name="Namespace"/> empty what is outside of the cluster's pods.</summary>
internal sealed record Peer(string Name, string Namespace, string Address, params IReadOnlyList<(string Name, string Value)> Labels)
{
    public IPAddress Ip { get; } = IPAddress.Parse(Address);

    public bool IsPod => Namespace.Length > 0;
}
