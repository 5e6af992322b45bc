using System.Text.Json;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>One call the gateway received.</summary>
/// <param name="Operation">Which of the two calls.</param>
/// <param name="Name">The registration's name; empty when the body had none.</param>
/// <param name="Outcome">What it did.</param>
/// <param name="Fault">The fault that spoiled the answer; null for an honest one.</param>
/// <param name="Body">The body as received; <see cref="JsonValueKind.Undefined"/> when it was not JSON.</param>
/// <param name="At">When it was answered.</param>
public sealed record GatewayCall(
    GatewayOperation Operation, string Name, GatewayOutcome Outcome, GatewayFaultMode? Fault, JsonElement Body, DateTimeOffset At);
