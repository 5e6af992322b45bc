using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Kubernetes;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>Whatever stands between us and the gateway answers for it.</summary>
public sealed class GatewayAnswerFuzzTests
{
    private const string Good = """{"res_code":"0000","res_message":"Success","data":{"id":7,"tags":["a"]}}""";

    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private static readonly Gen<int> Status = Gen.OneOf(200, 201, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 408, 409, 418, 429, 499, 500, 502, 503, 504, 599);

    [Fact]
    public async Task AnAnswerIsSuccessRefusalOrOutage() => await Gen.Select(Status, Mutation.OfJson(Good)).SampleAsync(
        (status, body) => CallAsync(status, Encoding.UTF8.GetBytes(body)), iter: Inputs.Each);

    [Fact]
    public async Task BytesAreSuccessRefusalOrOutage() => await Gen.Select(Status, Mutation.OfBytes(Good)).SampleAsync(
        CallAsync, iter: Inputs.Each, print: answer => $"{answer.Item1} {Encoding.Latin1.GetString(answer.Item2)}");

    private static async Task CallAsync(int status, byte[] body)
    {
        using var client = new HttpClient(new Answering((HttpStatusCode)status, body));
        var gateway = new ApigGateway(
            client, new(Meters), new(TimeProvider.System, NullLogger<GatewayOutages>.Instance), Options.Create(new GatewayClientOptions()), TimeProvider.System);
        try
        {
            var answer = await gateway.CreateAsync(new("http://gateway:8080/"), ApiRegistration.Placeholder("orders"), CancellationToken.None);
            Assert.InRange(status, 200, 299);

            // It is recorded in a status, which is read with limits.
            using var recorded = ObjectJson.Parse(JsonSerializer.SerializeToUtf8Bytes(answer.Body));
        }
        catch (GatewayRefusedException exception)
        {
            AssertShown(exception.Message);
            Assert.False(status is 408 or 409 or 429 or >= 500, $"{status} is transient.");
        }
        catch (GatewayUnavailableException exception)
        {
            AssertShown(exception.Message);
        }
    }

    private static void AssertShown(string message)
    {
        Assert.InRange(message.Length, 1, 1_400);
        Assert.DoesNotContain(message, character => char.IsControl(character) || char.IsSurrogate(character) && !message.EnumerateRunes().Any(rune => rune.Value > 0xFFFF));
    }

    private sealed class Answering(HttpStatusCode status, byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(body), RequestMessage = request });
    }
}
