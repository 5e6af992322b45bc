namespace ApiBridge.LocalStack.Kubernetes.Serving.Protobuf;

/// <summary>The fields of a message by their number.</summary>
/// <param name="Fields">Fields that are not named here are skipped.</param>
internal sealed record ProtobufMessage(IReadOnlyDictionary<int, ProtobufField> Fields);
