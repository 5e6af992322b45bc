namespace ApiBridge.LocalStack.Kubernetes.Serving.Protobuf;

/// <summary>What a protobuf field holds.</summary>
internal enum ProtobufKind
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Bytes, base64 in JSON.</summary>
    Bytes,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>Another message.</summary>
    Message,

    /// <summary>A map of text to text.</summary>
    TextMap,

    /// <summary>A map of text to bytes.</summary>
    BytesMap,
}
