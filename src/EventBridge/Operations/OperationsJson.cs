using System.Text.Json.Serialization;

namespace ApiBridge.EventBridge.Operations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadinessReport))]
internal sealed partial class OperationsJson : JsonSerializerContext;
