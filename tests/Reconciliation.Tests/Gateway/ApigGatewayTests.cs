using System.Collections.Concurrent;
using System.Text;
using ApiBridge.Reconciliation.Gateway;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Reconciliation.Tests.Gateway;

/// <summary>What is sent, and what is made of an answer.</summary>
public sealed class ApigGatewayTests : ApigGatewayTest
{
    [Fact]
    public async Task NoMoreCallsThanSetAreMadeAtOnceAndTheOthersWaitTheirTurn()
    {
        Settings["ApiBridge:Gateway:MaxConcurrentCalls"] = "3";
        var taken = new ConcurrentBag<int>();
        var atOnce = 0;
        using var threeAreThere = new SemaphoreSlim(0);
        Server.Answer = async context =>
        {
            taken.Add(Interlocked.Increment(ref atOnce));
            if (taken.Count == 3)
            {
                threeAreThere.Release(32);
            }

            await threeAreThere.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref atOnce);
            await context.Response.WriteAsync("""{"res_code":"0000","res_message":"ok"}""");
        };

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => CreateAsync()));

        Assert.Equal(32, taken.Count);
        Assert.Equal(3, taken.Max());
    }

    [Fact]
    public async Task ACreationIsSentAsTheContractSays()
    {
        var answer = await CreateAsync();

        var (method, path, contentType, body) = Assert.Single(Server.Requests);
        Assert.Equal(("POST", "/operator/AutoCreation/createAPIFromSwagger", "application/json"), (method, path, contentType));
        Assert.Equal(
            """{"implementation":"orders","name":"orders","path":"/orders/v4","port":8080,"specification":{"url":"https://x/y.json","version":"v4"}}""",
            body);
        Assert.Equal("ok", answer.Body.GetProperty("res_message").GetString());
    }

    [Fact]
    public async Task ARemovalIsSentWithTheSameBody()
    {
        await Gateway().RemoveAsync(Endpoint("shop"), Registration(), TestContext.Current.CancellationToken);

        var request = Assert.Single(Server.Requests);
        Assert.Equal(("POST", "/operator/AutoCreation/removeAPIFromSwagger"), (request.Method, request.Path));
        Assert.Equal(Encoding.UTF8.GetString(Registration().ToJson().Span), request.Body);
    }

    [Fact]
    public async Task AnAbsentSpecificationIsLeftOut()
    {
        await CreateAsync(Registration("""{"path":"/a","implementation":"s","port":80}"""));

        Assert.Equal("""{"implementation":"s","name":"orders","path":"/a","port":80}""", Assert.Single(Server.Requests).Body);
    }

    [Theory]
    [InlineData("00000", "00000", true)]
    [InlineData("0000, 00000", "00000", true)]
    [InlineData("0000,00000", "0000", true)]
    [InlineData("0000,00000", "000", false)]
    [InlineData("0000", "00000", false)]
    public async Task TheSuccessCodesAreASetting(string codes, string code, bool isSuccess)
    {
        Server.Answers(200, $$"""{"res_code":"{{code}}"}""");
        Settings["ApiBridge:Gateway:SuccessCode"] = codes;

        var failure = await Record.ExceptionAsync(() => CreateAsync());

        Assert.Equal(isSuccess, failure is null);
        Assert.True(failure is null or GatewayRefusedException);
    }

    [Theory]
    [InlineData(200, """{"res_code":"0017","res_message":"path is taken"}""", "0017", "the gateway answered HTTP 200, res_code 0017: path is taken")]
    [InlineData(200, """{"res_code":17}""", "17", "the gateway answered HTTP 200, res_code 17: '{\"res_code\":17}'")]
    [InlineData(400, """{"res_code":"0400","res_message":"bad"}""", "0400", "the gateway answered HTTP 400, res_code 0400: bad")]
    [InlineData(404, """{"res_code":"0404","res_message":"none"}""", "0404", "the gateway answered HTTP 404, res_code 0404: none")]
    [InlineData(403, """{"res_code":"0000","res_message":"no"}""", "0000", "the gateway answered HTTP 403, res_code 0000: no")]
    public async Task ANoIsARefusalInTheGatewaysWords(int status, string body, string code, string message)
    {
        Server.Answers(status, body);

        var refusal = await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(299)]
    public async Task SuccessIsAny2xxWithTheSuccessCode(int status)
    {
        Server.Answers(status, """{"res_code":"0000"}""");

        await CreateAsync();
    }

    // A proxy's page: what was called is not what answered.
    [Theory]
    [InlineData(200, "<html>please wait</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"res_code":null}""")]
    [InlineData(200, """{"res_code":""}""")]
    [InlineData(200, "[]")]
    [InlineData(302, "")]
    [InlineData(401, "<html>")]
    [InlineData(403, "")]
    [InlineData(404, "<html>")]
    public async Task AnAnswerWithoutACodePassesAndNothingTookEffect(int status, string body)
    {
        Server.Answers(status, body);

        var unavailable = await UnavailableAsync();

        Assert.Contains($"answered HTTP {status} without a res_code", unavailable.Message, StringComparison.Ordinal);
        Assert.False(unavailable.IsUnanswered);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task ARemovalOfWhatTheGatewayDoesNotHaveIsDoneWhereItsCodeIsSet(int status)
    {
        Settings["ApiBridge:Gateway:NotRegisteredCodes"] = "1004, 1005";
        Server.Answers(status, """{"res_code":"1005","res_message":"no such API"}""");

        await Gateway().RemoveAsync(Endpoint("shop"), Registration(), TestContext.Current.CancellationToken);

        Assert.Equal("/operator/AutoCreation/removeAPIFromSwagger", Assert.Single(Server.Requests).Path);
        await Assert.ThrowsAsync<GatewayRefusedException>(() => CreateAsync());
    }

    [Theory]
    [InlineData("", "1005")]
    [InlineData("1004,1005", "100")]
    public async Task AnyOtherNoToARemovalIsARefusal(string codes, string code)
    {
        Settings["ApiBridge:Gateway:NotRegisteredCodes"] = codes;
        Server.Answers(200, $$"""{"res_code":"{{code}}","res_message":"no"}""");

        await Assert.ThrowsAsync<GatewayRefusedException>(
            () => Gateway().RemoveAsync(Endpoint("shop"), Registration(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ARedirectIsNotFollowed()
    {
        Server.Answer = context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        Assert.Contains("answered HTTP 307", (await UnavailableAsync()).Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(500, """{"res_message":"no database"}""", "answered HTTP 500: no database")]
    [InlineData(503, """{"res_code":"0099","res_message":"no database"}""", "answered HTTP 503, res_code 0099: no database")]
    [InlineData(409, """{"res_code":"0000"}""", "answered HTTP 409, res_code 0000")]
    [InlineData(502, "<html>", "answered HTTP 502")]
    [InlineData(408, "", "answered HTTP 408")]
    [InlineData(409, "", "answered HTTP 409")]
    [InlineData(200, "<html>starting</html>", "answered HTTP 200 without a res_code: '<html>starting</html>'")]
    [InlineData(200, "", "answered HTTP 200 without a res_code: an empty body")]
    [InlineData(200, "[]", "answered HTTP 200 without a res_code: '[]'")]
    public async Task WhatMayPassIsUnavailability(int status, string body, string message)
    {
        Server.Answers(status, body);

        Assert.Equal($"{Server.Address} {message}", (await UnavailableAsync()).Message);
    }
}
