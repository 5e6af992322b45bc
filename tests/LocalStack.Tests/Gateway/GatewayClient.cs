using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>Calls the gateway the way its callers do.</summary>
internal sealed class GatewayClient(GatewaySimulator gateway) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = gateway.Url };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static JsonObject Body(string name, string path = "/shop/v1") => new()
    {
        ["path"] = path,
        ["name"] = name,
        ["specification"] = new JsonObject { ["url"] = "https://specs.example/shop.json", ["version"] = "v1" },
        ["implementation"] = "shop-api",
        ["port"] = 8080,
    };

    public Task<HttpResponseMessage> PostAsync(string call, string body) =>
        _http.PostAsync(new Uri($"/operator/AutoCreation/{call}", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), Token);

    public Task<(string? Code, string? Message)> CreateAsync(JsonObject body) => CallAsync("createAPIFromSwagger", body);

    public Task<(string? Code, string? Message)> RemoveAsync(JsonObject body) => CallAsync("removeAPIFromSwagger", body);

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Token);

    public Task<HttpResponseMessage> PutFaultAsync(string json) =>
        _http.PutAsync(new Uri("/faults", UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"), Token);

    public Task<HttpResponseMessage> DeleteFaultsAsync() => _http.DeleteAsync(new Uri("/faults", UriKind.Relative), Token);

    public void Dispose() => _http.Dispose();

    private async Task<(string? Code, string? Message)> CallAsync(string call, JsonObject body)
    {
        using var response = await PostAsync(call, body.ToJsonString());
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return (answer.GetProperty("res_code").GetString(), answer.GetProperty("res_message").GetString());
    }
}
