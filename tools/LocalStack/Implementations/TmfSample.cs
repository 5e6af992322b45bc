using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Implementations;

/// <summary>An API of TM Forum of the sample Component: TMF622, product ordering, and TMF672, roles and permissions.</summary>
/// <param name="Path">Its path, as samples/shop-orders has it.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Version">Its version.</param>
/// <param name="Resources">Its resources, the one that shows most of it first.</param>
internal sealed record TmfSample(string Path, string Title, string Version, IReadOnlyList<TmfResource> Resources)
{
    private const string Orders = "/shop-orders/tmf-api/productOrderingManagement/v4";
    private const string Roles = "/shop-orders/rolesAndPermissionsManagement/v5";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TmfSample> All { get; } =
    [
        new(Orders, "TMF622 Product Ordering", "4.0.0",
        [
            new("productOrder", [Order("1001", "completed", "Fibre 500", "2026-01-12T09:30:00Z"), Order("1002", "inProgress", "Mobile 20 GB", "2026-01-14T15:05:00Z")]),
            new("cancelProductOrder", []),
        ]),
        new(Roles, "TMF672 User Roles and Permissions", "5.0.0",
        [
            new("permission", [Permission("2001", "anna", "clerk"), Permission("2002", "ben", "manager")]),
            new("permissionSpecificationSet", [Role("permissionSpecificationSet", "clerk", "Takes orders"), Role("permissionSpecificationSet", "manager", "Takes and cancels orders")]),
            new("userRole", [Role("userRole", "clerk", "Takes orders"), Role("userRole", "manager", "Takes and cancels orders")]),
        ]),
    ];

    private static JsonObject Order(string id, string state, string offering, string date) => new()
    {
        ["id"] = id,
        ["href"] = $"{Orders}/productOrder/{id}",
        ["state"] = state,
        ["orderDate"] = date,
        ["productOrderItem"] = new JsonArray(new JsonObject
        {
            ["id"] = "1",
            ["action"] = "add",
            ["state"] = state,
            ["quantity"] = 1,
            ["productOffering"] = new JsonObject { ["id"] = offering.ToLowerInvariant().Replace(' ', '-'), ["name"] = offering },
        }),
        ["@type"] = "ProductOrder",
    };

    private static JsonObject Permission(string id, string user, string role) => new()
    {
        ["id"] = id,
        ["href"] = $"{Roles}/permission/{id}",
        ["user"] = new JsonObject { ["id"] = user, ["@referredType"] = "Individual" },
        ["assetInvolvementRole"] = new JsonArray(new JsonObject { ["id"] = role, ["involvementRole"] = role }),
        ["@type"] = "Permission",
    };

    private static JsonObject Role(string resource, string id, string description) => new()
    {
        ["id"] = id,
        ["href"] = $"{Roles}/{resource}/{id}",
        ["name"] = id,
        ["description"] = description,
        ["@type"] = char.ToUpperInvariant(resource[0]) + resource[1..],
    };
}
