using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>A fault as JSON, the way <c>/faults</c> takes and shows it.</summary>
internal static class GatewayFaultJson
{
    private const string Forget = "forget";
    private static readonly string[] Fields = ["mode", "name", "operation", "count", "applied", "delayMs", "status", "resCode"];

    /// <exception cref="InvalidFaultException">A field is missing, unknown or out of range.</exception>
    public static GatewayFault Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidFaultException($"body: {json.GetRawText()} is not valid; send an object such as {{\"mode\":\"status\",\"status\":503}}");
        }

        foreach (var property in json.EnumerateObject())
        {
            if (!Fields.Contains(property.Name, StringComparer.Ordinal))
            {
                throw new InvalidFaultException($"{property.Name}: no such field; known are {string.Join(", ", Fields)}");
            }
        }

        var defaults = new GatewayFault { Mode = ReadEnum<GatewayFaultMode>(json, "mode", Modes) ?? throw Missing("mode", Modes) };
        return defaults with
        {
            Name = ReadText(json, "name"),
            Operation = ReadEnum<GatewayOperation>(json, "operation", Names<GatewayOperation>()),
            Count = ReadInteger(json, "count", 1, int.MaxValue),
            Applied = ReadFlag(json, "applied") ?? defaults.Applied,
            Delay = ReadInteger(json, "delayMs", 0, int.MaxValue) is { } delay ? TimeSpan.FromMilliseconds(delay) : defaults.Delay,
            Status = ReadInteger(json, "status", 400, 599) ?? defaults.Status,
            ResCode = ReadText(json, "resCode") ?? defaults.ResCode,
        };
    }

    /// <summary>Whether it is the wish that registrations be forgotten, which is no fault that stays on.</summary>
    /// <param name="json">The wish.</param>
    /// <param name="name">The registration; null for all.</param>
    /// <exception cref="InvalidFaultException">It has another field than that.</exception>
    public static bool IsForget(JsonElement json, out string? name)
    {
        name = null;
        if (json.ValueKind != JsonValueKind.Object || Field(json, "mode") is not { ValueKind: JsonValueKind.String } mode || !mode.ValueEquals(Forget))
        {
            return false;
        }

        if (json.EnumerateObject().FirstOrDefault(field => field.Name is not ("mode" or "name") && field.Value.ValueKind != JsonValueKind.Null) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            throw new InvalidFaultException($"{other.Name}: {other.Value.GetRawText()} is not valid for {Forget}, which takes effect at once; leave it out: mode and name are all that it has");
        }

        name = ReadText(json, "name");
        return true;
    }

    public static JsonObject Write(GatewayFault fault) => new()
    {
        ["mode"] = Text(fault.Mode),
        ["name"] = fault.Name,
        ["operation"] = fault.Operation is { } operation ? Text(operation) : null,
        ["count"] = fault.Count,
        ["applied"] = fault.Applied,
        ["delayMs"] = fault.Delay.TotalMilliseconds,
        ["status"] = fault.Status,
        ["resCode"] = fault.ResCode,
    };

    public static string Text<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Modes => $"{Names<GatewayFaultMode>()}, {Forget}";

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Text));

    private static JsonElement? Field(JsonElement json, string field) =>
        json.TryGetProperty(field, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    private static T? ReadEnum<T>(JsonElement json, string field, string valid)
        where T : struct, Enum
    {
        if (Field(json, field) is not { } element)
        {
            return null;
        }

        var text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        return Enum.GetValues<T>().Where(value => Text(value) == text).Select(value => (T?)value).SingleOrDefault()
            ?? throw Invalid(field, element, $"one of {valid}");
    }

    private static string? ReadText(JsonElement json, string field) => Field(json, field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } element => element.GetString(),
        { } element => throw Invalid(field, element, "a text"),
    };

    private static bool? ReadFlag(JsonElement json, string field) => Field(json, field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } element => element.GetBoolean(),
        { } element => throw Invalid(field, element, "true or false"),
    };

    private static int? ReadInteger(JsonElement json, string field, int least, int most)
    {
        if (Field(json, field) is not { } element)
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw Invalid(field, element, most == int.MaxValue ? $"a whole number of {least} or more" : $"a whole number from {least} to {most}");
    }

    private static InvalidFaultException Missing(string field, string valid) => new($"{field}: is missing; write one of {valid}");

    private static InvalidFaultException Invalid(string field, JsonElement element, string valid) =>
        new($"{field}: {element.GetRawText()} is not valid; write {valid}");
}
