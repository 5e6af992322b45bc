using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ApiBridge.EventBridge.Tests.Hosting;

public sealed class LegacyReportTests
{
    [Fact]
    public void WhatWasReadIsSaidThoughLoggingAsksForWarningsAlone() => Assert.Equal(
        [
            "Warning COMPONENT_NAMESPACE of the former operator is read as ApiBridge:Scope:Namespaces=components",
            "Warning LOGGING of the former operator is read as Logging:LogLevel:Default=Warning",
        ],
        Report(new() { ["COMPONENT_NAMESPACE"] = "components", ["LOGGING"] = "WARNING" }));

    [Fact]
    public void WhatIsOverruledIsSaid() => Assert.Equal(
        ["Warning APIG_INGRESS of the former operator is left aside: ApiBridge:Gateway:IngressName is set to mine"],
        Report(new() { ["APIG_INGRESS"] = "gw" }, new() { ["ApiBridge:Gateway:IngressName"] = "mine" }));

    [Fact]
    public void ALevelThatIsNoneIsSaid() => Assert.Equal(
        ["Warning LOGGING of the former operator is left aside: 'loud' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL or a number"],
        Report(new() { ["LOGGING"] = "loud" }));

    [Fact]
    public void VariablesThatAreEmptyCostNoWord() => Assert.Empty(Report(new() { ["LOGGING"] = " " }));

    private static List<string> Report(Dictionary<string, string> environment, Dictionary<string, string?>? settings = null)
    {
        var legacy = new LegacyEnvironment(environment.GetValueOrDefault);
        var logger = new RecordingLogger();
        legacy.Report(new ConfigurationBuilder().Add(legacy).AddInMemoryCollection(settings ?? []).Build(), logger);
        return logger.Lines;
    }

    private sealed class RecordingLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
