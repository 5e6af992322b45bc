using ApiBridge.Administration.Apis;
using ApiBridge.Domain;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.CommandLine.Apis;

/// <summary>What <c>apibridge apis</c> is made of, put together as each command asks for it: none needs another's settings.</summary>
internal sealed class ApisParts : IDisposable
{
    private readonly IServiceProvider _settings;
    private readonly TextReader _input;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly TimeProvider _time;
    private readonly ClusterConnection _connection;
    private readonly ClusterApis _apis;

    public ApisParts(IServiceProvider settings, TextReader input, TextWriter output, TextWriter error, TimeProvider time)
    {
        (_settings, _input, _output, _error, _time) = (settings, input, output, error, time);
        _connection = ClusterConnection.Open(Of<KubernetesOptions>(), time);
        _apis = new(_connection, Of<ResourceOptions>(), time);
    }

    public ListApis List => new(Held, _output, _time);

    public ShowApi Show
    {
        get
        {
            var (held, entries, reserved) = (Held, _settings.GetRequiredService<GatewayEntries>(), Of<GatewayOptions>().ReservedPathList);
            return new(_apis, api => ApiDetails.Of(api, entries, reserved, held.Why(api)), _output, _error, _time);
        }
    }

    public ReleaseApis Release => new(Held, Requests(Hints), _input, _output, _error);

    /// <exception cref="InvalidDataException">Workers of these settings only observe.</exception>
    public ReregisterApis Reregister
    {
        get
        {
            if (Of<ModeOptions>().Observes)
            {
                throw new InvalidDataException(
                    $"{ModeOptions.Section}:{nameof(ModeOptions.Mode)} is {nameof(WorkMode.Observe)}: workers of these settings register nothing, so nothing was sent; give the settings of workers with {nameof(WorkMode.Apply)}");
            }

            var hints = Hints;
            return new(Held, new(_settings.GetRequiredService<ObjectScope>()), Requests(hints), hints, _input, _output, _error, _time);
        }
    }

    private HeldApis Held => new(_apis, _settings.GetRequiredService<ObjectScope>(), _error);

    private HintSender Hints => new(
        _apis, new Queues(StorageAccount.Open(Of<StorageOptions>()), _settings.GetRequiredService<IOptions<QueueNames>>()), Of<KubernetesOptions>().ClusterName, _time);

    public void Dispose()
    {
        _apis.Dispose();
        _connection.Dispose();
    }

    private WorkerRequests Requests(HintSender hints) => new(_apis, hints, _output, _error, _time);

    private T Of<T>()
        where T : class => _settings.GetRequiredService<IOptions<T>>().Value;
}
