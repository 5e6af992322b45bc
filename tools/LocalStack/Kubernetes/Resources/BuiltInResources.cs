using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>The kinds that are served without a CustomResourceDefinition. Their content is kept as it comes, not validated.</summary>
internal static class BuiltInResources
{
    private static readonly PrinterColumn Age = Column("Age", "date", ".metadata.creationTimestamp");

    private static readonly PrinterColumn[] EventColumns =
    [
        Column("Last Seen", "date", ".lastTimestamp"),
        Column("Type", "string", ".type"),
        Column("Reason", "string", ".reason"),
        Column("Object", "string", ".involvedObject.name"),
        Column("Message", "string", ".message"),
    ];

    public static ResourceType Namespaces { get; } =
        V1("", "namespaces", "Namespace", Column("Status", "string", ".status.phase"), Age)
        with
        {
            Namespaced = false,
            ShortNames = ["ns"],
            Prepare = PrepareNamespace,
        };

    public static ResourceType CustomResourceDefinitions { get; } =
        V1("apiextensions.k8s.io", "customresourcedefinitions", "CustomResourceDefinition",
            Column("Created At", "string", ".metadata.creationTimestamp"))
        with
        {
            Namespaced = false,
            ShortNames = ["crd", "crds"],
            Categories = ["api-extensions"],
            HasGeneration = true,
            Prepare = CustomResourceDefinition.Prepare,
            Validate = CustomResourceDefinition.Validate,
        };

    public static IReadOnlyList<ResourceType> All { get; } =
    [
        Namespaces,
        Plain("", "configmaps", "ConfigMap", Age) with { ShortNames = ["cm"] },
        Plain("", "secrets", "Secret", Column("Type", "string", ".type"), Age),
        Plain("", "serviceaccounts", "ServiceAccount", Age) with { ShortNames = ["sa"] },
        V1("", "services", "Service", Column("Type", "string", ".spec.type"), Column("Cluster-IP", "string", ".spec.clusterIP"),
            Column("Port(s)", "string", ".spec.ports[*].port"), Age)
            with
        { ShortNames = ["svc"], Categories = ["all"], Prepare = PrepareService },
        Plain("", "events", "Event", EventColumns) with { ShortNames = ["ev"], SelectableByAnyField = true },
        new ResourceType
        {
            Group = "events.k8s.io",
            Plural = "events",
            Kind = "Event",
            ShortNames = ["ev"],
            SelectableByAnyField = true,
            StoredAs = new GroupResource("", "events"),
            StorageVersion = "v1",
            Versions = [new ServedVersion("v1") { Columns = EventColumns, Renames = EventFields.InEventsGroup }],
        },
        Plain("coordination.k8s.io", "leases", "Lease", Column("Holder", "string", ".spec.holderIdentity"), Age),
        V1("networking.k8s.io", "ingresses", "Ingress", Column("Class", "string", ".spec.ingressClassName"),
            Column("Hosts", "string", ".spec.rules[*].host"), Column("Address", "string", ".status.loadBalancer.ingress[*].*"), Age)
            with
        { ShortNames = ["ing"], HasGeneration = true },
        Plain("discovery.k8s.io", "endpointslices", "EndpointSlice", Column("AddressType", "string", ".addressType"),
            Column("Ports", "string", ".ports[*].port"), Column("Endpoints", "string", ".endpoints[*].addresses[*]"), Age)
            with
        { HasGeneration = true },
        CustomResourceDefinitions,
    ];

    private static ResourceType Plain(string group, string plural, string kind, params PrinterColumn[] columns) => new()
    {
        Group = group,
        Plural = plural,
        Kind = kind,
        StorageVersion = "v1",
        Versions = [new ServedVersion("v1") { Columns = columns }],
    };

    private static ResourceType V1(string group, string plural, string kind, params PrinterColumn[] columns) =>
        Plain(group, plural, kind) with { Versions = [new ServedVersion("v1") { HasStatus = true, Columns = columns }] };

    private static PrinterColumn Column(string name, string type, string path) =>
        new(name, type, JsonPath.Parse(path), Joined: true);

    private static void PrepareNamespace(JsonObject body, TimeProvider time)
    {
        if (body.Metadata()["labels"] is not JsonObject labels)
        {
            labels = [];
            body.Metadata()["labels"] = labels;
        }

        labels["kubernetes.io/metadata.name"] = body.Name();
        body["spec"] ??= new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        body["status"] ??= new JsonObject { ["phase"] = "Active" };
    }

    private static void PrepareService(JsonObject body, TimeProvider time)
    {
        if (body["spec"] is JsonObject spec)
        {
            spec["type"] ??= "ClusterIP";
            spec["sessionAffinity"] ??= "None";
        }

        body["status"] ??= new JsonObject { ["loadBalancer"] = new JsonObject() };
    }
}
