namespace ApiBridge.LocalStack.Kubernetes.Serving.Protobuf;

/// <summary>A field of a message, and how it reads in JSON.</summary>
/// <param name="Name">Its JSON name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Repeated">Whether it is a list.</param>
/// <param name="Message">The fields of a <see cref="ProtobufKind.Message"/>.</param>
internal sealed record ProtobufField(string Name, ProtobufKind Kind, bool Repeated = false, ProtobufMessage? Message = null);
