using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Lifecycle;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Serving;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;
using ApiBridge.LocalStack.Running;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.LocalStack.Kubernetes;

/// <summary>
/// A Kubernetes API server in memory, on loopback, without authentication: custom resources with their schemas, and the built-in
/// kinds that an ODA Canvas needs. Real clients and kubectl work against it; nothing survives its disposal.
/// </summary>
public sealed class KubernetesApiEmulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ObjectStore _store;
    private readonly ControllerManager _controllers;
    private readonly CancellationTokenSource _stopping;

    private KubernetesApiEmulator(
        WebApplication app, ObjectStore store, ControllerManager controllers, CancellationTokenSource stopping)
    {
        (_app, _store, _controllers, _stopping) = (app, store, controllers, stopping);
        Url = new Uri(app.Urls.Single());
    }

    /// <summary>Where the server listens, for example <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Url { get; }

    /// <summary>What it serves, for whoever writes more objects than requests could carry in the time.</summary>
    internal ObjectStore Store => _store;

    /// <summary>Starts a server with the namespaces that every cluster has.</summary>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    /// <exception cref="PortInUseException">The port is taken.</exception>
    public static async Task<KubernetesApiEmulator> StartAsync(
        KubernetesApiEmulatorOptions? options = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new KubernetesApiEmulatorOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        loggerFactory ??= NullLoggerFactory.Instance;
        var time = timeProvider ?? TimeProvider.System;
        var store = new ObjectStore(options.EventHistory);
        var writer = new ObjectWriter(store, time);
        var remover = new ObjectRemover(store, time);
        var stopping = new CancellationTokenSource();
        var server = Compose(options, store, writer, remover, loggerFactory, time, stopping.Token);
        var app = Listen(options.Port, loggerFactory);
        app.Run(server.HandleAsync);
        try
        {
            await app.ListenAsync(options.Port, cancellationToken);
        }
        catch
        {
            stopping.Dispose();
            throw;
        }

        CreateNamespaces(writer);
        var controllers = new ControllerManager(
            store, Controllers(options, store, remover), loggerFactory.CreateLogger<ControllerManager>());
        controllers.Start();
        return new KubernetesApiEmulator(app, store, controllers, stopping);
    }

    /// <summary>Forgets all history: watches and pages that resume from an older resourceVersion get a 410.</summary>
    public void CompactHistory() => _store.Compact();

    /// <summary>Ends all watches and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _controllers.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>The server without its listener.</summary>
    internal static ApiServer Compose(
        KubernetesApiEmulatorOptions options, ObjectStore store, ObjectWriter writer, ObjectRemover remover,
        ILoggerFactory loggerFactory, TimeProvider time, CancellationToken stopping)
    {
        var catalog = new ResourceCatalog(store);
        var discovery = new DiscoveryDocuments(catalog);
        var resources = new ResourceRouter(
            catalog,
            new ReadEndpoint(store, time),
            new WatchEndpoint(store, options.BookmarkInterval, time, stopping),
            new WriteEndpoint(store, writer, time),
            new DeleteEndpoint(store, remover));
        return new ApiServer(discovery, new OpenApiDocuments(catalog, discovery), resources, loggerFactory.CreateLogger<ApiServer>());
    }

    private static WebApplication Listen(int port, ILoggerFactory loggerFactory)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null; // The server's own limit answers with a Status.
        });
        builder.Services.Replace(ServiceDescriptor.Singleton(loggerFactory));
        return builder.Build();
    }

    private static List<IController> Controllers(
        KubernetesApiEmulatorOptions options, ObjectStore store, ObjectRemover remover)
    {
        List<IController> controllers = [new NamespaceController(store, remover), new DefinitionController(store, remover)];
        if (options.CollectGarbage)
        {
            controllers.Add(new GarbageCollector(store, remover));
        }

        return controllers;
    }

    private static void CreateNamespaces(ObjectWriter writer)
    {
        var type = BuiltInResources.Namespaces;
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
        {
            var at = new ResourceAddress(type, type.Storage, "", "", "");
            writer.Create(at, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, new WriteOptions());
        }
    }
}
