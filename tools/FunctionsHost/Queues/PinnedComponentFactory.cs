using Azure.Core;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>
/// Has the queue extension speak a version of the storage API that Azurite knows: Azurite refuses one newer than itself, and the client's own
/// default moves with its package. Its requests are seen by whoever tells of an outage.
/// </summary>
internal sealed class PinnedComponentFactory(AzureComponentFactory inner, QueueOutage outage) : AzureComponentFactory
{
    private const QueueClientOptions.ServiceVersion QueueVersion = QueueClientOptions.ServiceVersion.V2025_11_05;

    public override TokenCredential CreateTokenCredential(IConfiguration configuration) => inner.CreateTokenCredential(configuration);

    public override object CreateClientOptions(Type optionsType, object serviceVersion, IConfiguration configuration)
    {
        if (optionsType != typeof(QueueClientOptions))
        {
            return inner.CreateClientOptions(optionsType, serviceVersion, configuration);
        }

        var options = (QueueClientOptions)inner.CreateClientOptions(optionsType, QueueVersion, configuration);
        options.AddPolicy(outage, HttpPipelinePosition.PerRetry);
        return options;
    }

    public override object CreateClient(Type clientType, IConfiguration configuration, TokenCredential credential, object clientOptions) =>
        inner.CreateClient(clientType, configuration, credential, clientOptions);
}
