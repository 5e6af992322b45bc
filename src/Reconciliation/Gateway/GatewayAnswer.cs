using System.Text.Json;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>What the gateway answered to a call that succeeded.</summary>
/// <param name="Body">The answer's JSON, for <c>status.apigBind.response</c>.</param>
public readonly record struct GatewayAnswer(JsonElement Body);
