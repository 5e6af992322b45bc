namespace ApiBridge.EndToEnd.Tests;

/// <summary>The stack on a real kube-apiserver whose definitions have a status subresource, as they soon will.</summary>
public sealed class StatusSubresourceFixture : KubeApiServerFixture
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    protected override string? Definitions
    {
        get
        {
            foreach (var definition in new[] { CanvasDefinitions.ExposedApis(hasStatus: true), CanvasDefinitions.Components() })
            {
                _folder.Write($"{definition.Name}.json", definition.Json.ToJsonString());
            }

            return _folder.Path;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask StopClusterAsync()
    {
        await base.StopClusterAsync();
        _folder.Dispose();
    }
}
