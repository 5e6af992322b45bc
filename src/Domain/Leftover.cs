using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>A registration that an object may still have beside its own entry: under a former name, or on a former gateway.</summary>
/// <param name="Gateway">The gateway's authority.</param>
/// <param name="Registration">The registration, under the name that it has there.</param>
public sealed record Leftover(string Gateway, ApiRegistration Registration)
{
    /// <summary>The entry that it is in.</summary>
    public GatewayEntry Entry => new(Gateway, Registration.Name);

    internal static Leftover? Read(JsonElement element) =>
        element.Text("gateway") is { Length: > 0 } gateway && ApiRegistration.Read(element.Child("spec")) is { } registration
            ? new(gateway, registration)
            : null;
}
