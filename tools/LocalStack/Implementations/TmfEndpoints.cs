using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Implementations;

/// <summary>Serves one API of TM Forum: its resources, its OpenAPI document, and a page for developers.</summary>
internal sealed class TmfEndpoints(TmfSample api)
{
    private const string Document = "openapi.json";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(api.Path, context => TmfAnswer.WriteJsonAsync(context, Home()));
        app.MapGet($"{api.Path}/{Document}", context => TmfAnswer.WriteJsonAsync(context, OpenApi()));
        app.MapGet($"{api.Path}/docs", context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(Page(), context.RequestAborted);
        });
        foreach (var resource in api.Resources)
        {
            app.MapGet($"{api.Path}/{resource.Name}", context => ListAsync(context, resource));
            app.MapGet($"{api.Path}/{resource.Name}/{{id}}", context => GetAsync(context, resource));
        }
    }

    private static Task ListAsync(HttpContext context, TmfResource resource)
    {
        var count = resource.Objects.Count.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-Total-Count"] = count;
        context.Response.Headers["X-Result-Count"] = count;
        return TmfAnswer.WriteJsonAsync(context, new JsonArray([.. resource.Objects.Select(item => item.DeepClone())]));
    }

    private static Task GetAsync(HttpContext context, TmfResource resource)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return resource.Objects.FirstOrDefault(item => (string?)item["id"] == id) is { } found
            ? TmfAnswer.WriteJsonAsync(context, found)
            : TmfAnswer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"there is no {resource.Name} {id}");
    }

    private JsonObject Home() => new()
    {
        ["title"] = api.Title,
        ["version"] = api.Version,
        ["resources"] = new JsonArray([.. api.Resources.Select(resource => (JsonNode)$"{api.Path}/{resource.Name}")]),
        ["openapi"] = $"{api.Path}/{Document}",
    };

    private JsonObject OpenApi() => new()
    {
        ["openapi"] = "3.0.1",
        ["info"] = new JsonObject { ["title"] = api.Title, ["version"] = api.Version },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = api.Path }),
        ["paths"] = new JsonObject(api.Resources.SelectMany(resource => new[]
        {
            KeyValuePair.Create<string, JsonNode?>($"/{resource.Name}", Operation(resource, $"list{resource.Name}", parameters: [], isList: true)),
            KeyValuePair.Create<string, JsonNode?>($"/{resource.Name}/{{id}}", Operation(resource, $"retrieve{resource.Name}", [Id()], isList: false)),
        })),
    };

    private static JsonObject Operation(TmfResource resource, string id, JsonNode[] parameters, bool isList)
    {
        var item = new JsonObject { ["type"] = "object" };
        return new()
        {
            ["get"] = new JsonObject
            {
                ["operationId"] = id,
                ["tags"] = new JsonArray(resource.Name),
                ["parameters"] = new JsonArray(parameters),
                ["responses"] = new JsonObject
                {
                    ["200"] = new JsonObject
                    {
                        ["description"] = isList ? $"All of {resource.Name}" : $"One {resource.Name}",
                        ["content"] = new JsonObject
                        {
                            ["application/json"] = new JsonObject { ["schema"] = isList ? new JsonObject { ["type"] = "array", ["items"] = item } : item },
                        },
                    },
                },
            },
        };
    }

    private static JsonObject Id() => new()
    {
        ["name"] = "id",
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private string Page()
    {
        var links = string.Concat(api.Resources.Select(resource => $"<li><a href=\"{api.Path}/{resource.Name}\">{resource.Name}</a></li>"));
        return $"<!doctype html><html lang=\"en\"><title>{WebUtility.HtmlEncode(api.Title)}</title><h1>{WebUtility.HtmlEncode(api.Title)} {api.Version}</h1>"
            + $"<ul>{links}<li><a href=\"{api.Path}/{Document}\">OpenAPI</a></li></ul></html>\n";
    }
}
