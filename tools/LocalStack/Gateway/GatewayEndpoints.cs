using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>The gateway's two calls, and the simulator's own looks at what they did.</summary>
internal sealed class GatewayEndpoints(
    RegistrationTable table, GatewayFaults faults, GatewaySimulatorOptions options, TimeProvider timeProvider)
{
    /// <summary>The paths that are the gateway's own, and all below them: there no API is routed.</summary>
    public static readonly IReadOnlyList<string> Paths = ["/operator", "/apis", "/faults"];

    private const string Contract = "/operator/AutoCreation/";
    private const string InvalidCode = "1001";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(Contract + "createAPIFromSwagger", context => AnswerAsync(context, GatewayOperation.Create));
        app.MapPost(Contract + "removeAPIFromSwagger", context => AnswerAsync(context, GatewayOperation.Remove));
        app.MapGet("/apis", context => context.Response.WriteAsJsonAsync(Overview(), context.RequestAborted));
        app.MapGet("/faults", context => context.Response.WriteAsJsonAsync(FaultList(), context.RequestAborted));
        app.MapPut("/faults", SwitchOnAsync);
        app.MapDelete("/faults", context =>
        {
            faults.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private async Task AnswerAsync(HttpContext context, GatewayOperation operation)
    {
        var request = await RegistrationRequest.ReadAsync(context.Request.Body, context.RequestAborted);
        var fault = faults.Take(operation, request.Name);
        switch (fault)
        {
            case null:
                await AnswerHonestlyAsync(context, operation, request, fault: null);
                break;
            case { Mode: GatewayFaultMode.Delay }:
                await SpoiledAnswer.DelayAsync(context, fault, timeProvider);
                await AnswerHonestlyAsync(context, operation, request, fault.Mode);
                break;
            default:
                await AnswerBadlyAsync(context, operation, request, fault);
                break;
        }
    }

    private Task AnswerHonestlyAsync(
        HttpContext context, GatewayOperation operation, RegistrationRequest request, GatewayFaultMode? fault) =>
        table.Apply(operation, request, fault) switch
        {
            GatewayOutcome.Invalid => WriteAsync(context, InvalidCode, request.Problem!),
            GatewayOutcome.NotRegistered => WriteAsync(
                context, options.NotRegisteredCode.Length > 0 ? options.NotRegisteredCode : options.SuccessCode, $"not registered: {request.Name}"),
            _ => WriteAsync(context, options.SuccessCode, "success"),
        };

    private async Task AnswerBadlyAsync(
        HttpContext context, GatewayOperation operation, RegistrationRequest request, GatewayFault fault)
    {
        if (fault.Applied)
        {
            table.Apply(operation, request, fault.Mode);
        }
        else
        {
            table.NoteFaulted(operation, request, fault.Mode);
        }

        if (fault.Mode is GatewayFaultMode.Refusal)
        {
            await WriteAsync(context, fault.ResCode, "The simulator was told to refuse.");
        }
        else
        {
            await SpoiledAnswer.WriteAsync(context, fault, timeProvider);
        }
    }

    private static Task WriteAsync(HttpContext context, string code, string message) =>
        context.Response.WriteAsJsonAsync(
            new JsonObject { ["res_code"] = code, ["res_message"] = message }, context.RequestAborted);

    private async Task SwitchOnAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            if (GatewayFaultJson.IsForget(document.RootElement, out var name))
            {
                await context.Response.WriteAsJsonAsync(new JsonObject { ["forgotten"] = table.Forget(name) }, context.RequestAborted);
                return;
            }

            faults.Set(GatewayFaultJson.Read(document.RootElement));
            await context.Response.WriteAsJsonAsync(FaultList(), context.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or InvalidFaultException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            var problem = exception is JsonException ? $"body: is not JSON ({exception.Message})" : exception.Message;
            await context.Response.WriteAsync(problem, context.RequestAborted);
        }
    }

    private JsonArray FaultList() => new([.. faults.Snapshot().Select(GatewayFaultJson.Write)]);

    private JsonObject Overview()
    {
        var calls = table.Calls();
        var registrations = table.Registrations();
        var names = registrations.Keys.Union(calls.Select(call => call.Name), StringComparer.Ordinal)
            .Where(name => name.Length > 0).Order(StringComparer.Ordinal);
        var byName = calls.ToLookup(call => call.Name, StringComparer.Ordinal);
        return new JsonObject
        {
            ["registered"] = registrations.Count,
            ["calls"] = Counts(calls),
            ["apis"] = new JsonArray([.. names.Select(name => new JsonObject
            {
                ["name"] = name,
                ["registration"] = registrations.TryGetValue(name, out var body) ? JsonSerializer.SerializeToNode(body) : null,
                ["calls"] = Counts(byName[name]),
            })]),
            ["paths"] = new JsonObject(table.Paths().Select(
                path => KeyValuePair.Create(path.Key, (JsonNode?)new JsonArray([.. path.Value.Select(name => (JsonNode)name)])))),
        };
    }

    private static JsonObject Counts(IEnumerable<GatewayCall> calls)
    {
        var list = calls.ToList();
        return new JsonObject
        {
            ["creates"] = list.Count(call => call.Operation == GatewayOperation.Create),
            ["removes"] = list.Count(call => call.Operation == GatewayOperation.Remove),
            ["faulted"] = list.Count(call => call.Fault is not null),
        };
    }
}
