using ApiBridge.Domain;
using ApiBridge.Reconciliation.Reachability;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Reconciliation.Tests.Reachability;

/// <summary>A world in which URLs are tried, with an implementation that is ready.</summary>
public abstract class ReachableTest
{
    internal static readonly TimeSpan Period = TimeSpan.FromHours(1);

    internal World World { get; } = NewWorld();

    internal FakeRoutes Routes => World.Routes;

    internal Condition? Reachable => World.Api.Status.Condition(ConditionTypes.Reachable);

    internal static World NewWorld(bool hasStatus = true, int retries = 2)
    {
        var world = new World
        {
            HasStatus = hasStatus,
            Reachability = new ReachabilityOptions { Enabled = true, AuditPeriod = Period },
            Probe = new ProbeOptions { Retries = retries },
        };
        world.Network.ReadyServices.Add("orders");
        return world;
    }

    internal ApiEvent Audit() => World.MessageFor(World.Api, EventReason.Resync) with { IsAudit = true, Time = World.Time.GetUtcNow() };

    internal Task AuditAsync() => World.Worker.HandleAsync(Audit());

    /// <summary>Time passes, and the bridge audits.</summary>
    internal Task AuditLaterAsync(TimeSpan? later = null)
    {
        World.Time.Advance(later ?? Period);
        return AuditAsync();
    }

    /// <summary>Delivers what waits, a minute apart, until nothing waits.</summary>
    internal async Task DeliverAllAsync()
    {
        for (var round = 0; World.Retries.Count > 0; round++)
        {
            Assert.True(round < 30, "it is tried again for ever");
            World.Time.Advance(TimeSpan.FromMinutes(1));
            await World.DeliverRetriesAsync();
        }
    }

    internal void AssertReachable(ConditionStatus status, string reason) => World.AssertCondition(ConditionTypes.Reachable, status, reason);

    internal IEnumerable<string> Warned(string reason) => World.Worker.Store.Warnings.Where(warning => warning.Reason == reason).Select(warning => warning.Message);
}
