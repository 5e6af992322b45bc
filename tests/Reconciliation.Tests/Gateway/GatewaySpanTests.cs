using System.Diagnostics;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.TestServers.Telemetry;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>The spans of the calls to a gateway.</summary>
public sealed class GatewaySpanTests : ApigGatewayTest
{
    private readonly List<string> _traceParents = [];

    [Fact]
    public async Task ACallIsOneSpanWithItsQuickRetriesAndTheGatewayIsHandedItsTrace()
    {
        Settings["ApiBridge:Gateway:Retries"] = "2";
        Answer(() => Server.Requests.Count < 3 ? 503 : 200, "0000");

        var (span, _) = await RecordAsync(() => CreateAsync());

        Assert.Equal(("gateway create", ActivityKind.Client, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal((200, 2, "POST", "create"), (Tag(span, "http.response.status_code"), Tag(span, "http.request.resend_count"), Tag(span, "http.request.method"), Tag(span, "apibridge.gateway.operation")));
        Assert.Equal("/operator/AutoCreation/createAPIFromSwagger", Tag(span, "url.path"));
        Assert.Equal(Server.Address, $"{Tag(span, "server.address")}:{Tag(span, "server.port")}");
        Assert.Equal([span.Id!, span.Id!, span.Id!], _traceParents);
    }

    [Fact]
    public async Task ARefusalIsAnErrorOfItsClassWithTheHttpStatus()
    {
        Answer(() => 400, "4711");

        var (span, failure) = await RecordAsync(() => CreateAsync());

        Assert.IsType<GatewayRefusedException>(failure);
        Assert.Equal((typeof(GatewayRefusedException).FullName, 400, ActivityStatusCode.Error), (Tag(span, "error.type"), Tag(span, "http.response.status_code"), span.Status));
    }

    [Fact]
    public async Task ARemovalOfWhatIsNotThereIsNoError()
    {
        Settings["ApiBridge:Gateway:NotRegisteredCodes"] = "4040";
        Answer(() => 200, "4040");

        var (span, failure) = await RecordAsync(() => Gateway().RemoveAsync(Endpoint("shop"), Registration(), TestContext.Current.CancellationToken));

        Assert.Null(failure);
        Assert.Equal(("gateway remove", ActivityStatusCode.Unset, null), (span.DisplayName, span.Status, Tag(span, "error.type")));
    }

    [Fact]
    public async Task ACallThatAnOpenCircuitKeptBackSaysSoAndHasNoStatus()
    {
        Answer(() => 503, "9999");
        for (var call = 0; call < 8; call++)
        {
            await UnavailableAsync();
        }

        var (span, _) = await RecordAsync(() => CreateAsync());

        Assert.Equal((typeof(CircuitOpenException).FullName, null), (Tag(span, "error.type"), Tag(span, "http.response.status_code")));
    }

    private static object? Tag(Activity span, string name) => span.GetTagItem(name);

    private void Answer(Func<int> status, string code) => Server.Answer = context =>
    {
        _traceParents.Add(context.Request.Headers["traceparent"].ToString());
        context.Response.StatusCode = status();
        return context.Response.WriteAsync($$"""{"res_code":"{{code}}"}""");
    };

    private static async Task<(Activity Span, Exception? Failure)> RecordAsync(Func<Task> call)
    {
        using var recorder = new SpanRecorder(ReconciliationTelemetry.SourceName);
        using var around = new Activity("around").Start();
        var failure = await Record.ExceptionAsync(call);
        return (Assert.Single(recorder.Of(around.TraceId.ToHexString())), failure);
    }
}
