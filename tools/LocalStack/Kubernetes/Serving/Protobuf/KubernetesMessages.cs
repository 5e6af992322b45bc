using static ApiBridge.LocalStack.Kubernetes.Serving.Protobuf.ProtobufKind;

namespace ApiBridge.LocalStack.Kubernetes.Serving.Protobuf;

/// <summary>
/// The kinds that <c>kubectl create</c> sends as protobuf and that the server reads: field numbers from the
/// <c>generated.proto</c> files of k8s.io/api and k8s.io/apimachinery. What the server decides itself is left out.
/// </summary>
internal static class KubernetesMessages
{
    private static readonly ProtobufMessage OwnerReference = Message(
        (1, new("kind", Text)), (3, new("name", Text)), (4, new("uid", Text)), (5, new("apiVersion", Text)),
        (6, new("controller", Flag)), (7, new("blockOwnerDeletion", Flag)));

    private static readonly ProtobufField Metadata = new("metadata", ProtobufKind.Message, Message: Message(
        (1, new("name", Text)), (2, new("generateName", Text)), (3, new("namespace", Text)), (11, new("labels", TextMap)),
        (12, new("annotations", TextMap)), (13, new("ownerReferences", ProtobufKind.Message, Repeated: true, OwnerReference)),
        (14, new("finalizers", Text, Repeated: true))));

    /// <summary>The envelope of every object: <c>runtime.Unknown</c>.</summary>
    public static ProtobufMessage Envelope { get; } = Message(
        (1, new("type", ProtobufKind.Message, Message: Message((1, new("apiVersion", Text)), (2, new("kind", Text))))),
        (2, new("raw", Bytes)));

    /// <summary>The messages by kind.</summary>
    public static IReadOnlyDictionary<string, ProtobufMessage> ByKind { get; } = new Dictionary<string, ProtobufMessage>(StringComparer.Ordinal)
    {
        ["Namespace"] = Message((1, Metadata)),
        ["ServiceAccount"] = Message((1, Metadata)),
        ["ConfigMap"] = Message(
            (1, Metadata), (2, new("data", TextMap)), (3, new("binaryData", BytesMap)), (4, new("immutable", Flag))),
        ["Secret"] = Message(
            (1, Metadata), (2, new("data", BytesMap)), (3, new("type", Text)), (5, new("immutable", Flag))),
    };

    private static ProtobufMessage Message(params (int Number, ProtobufField Field)[] fields) =>
        new(fields.ToDictionary(field => field.Number, field => field.Field));
}
