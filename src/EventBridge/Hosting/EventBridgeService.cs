using ApiBridge.EventBridge.Leadership;

namespace ApiBridge.EventBridge.Hosting;

/// <summary>Runs the bridge for as long as the process. A failure that nobody foresaw ends the process, for it to start anew.</summary>
internal sealed class EventBridgeService : BackgroundService
{
    private readonly LeaderElector _elector;
    private readonly BridgeTerm _term;

    public EventBridgeService(LeaderElector elector, BridgeTerm term)
    {
        _elector = elector;
        _term = term;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _elector.RunAsync(term => _term.RunAsync(term, stoppingToken), stoppingToken, followed: _term.Forget);
}
