using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace ApiBridge.Reconciliation.Gateway;

internal static class GatewayResilience
{
    private const int MinimumCallsToBreak = 8;
    private const double FailureRatioToBreak = 0.8;
    private const int MaxDoublings = 8;
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Guards gateway calls: a few quick retries, a circuit breaker per gateway host, a limit on each attempt. What still fails goes to
    /// the retry queue, where waiting costs nothing.
    /// </summary>
    public static IHttpClientBuilder AddGatewayResilience(this IHttpClientBuilder builder)
    {
        builder.AddResilienceHandler("apig", static (pipeline, context) =>
        {
            var options = context.ServiceProvider.GetRequiredService<IOptions<GatewayClientOptions>>().Value;
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            if (options.Retries > 0)
            {
                pipeline.AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = options.Retries,
                    Delay = options.RetryDelay,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Randomizer = context.ServiceProvider.GetRequiredService<Random>().NextDouble,
                    ShouldRetryAfterHeader = false,
                    ShouldHandle = static arguments => ValueTask.FromResult(IsWorthAnAttempt(arguments)),
                });
            }

            var breakers = context.ServiceProvider.GetRequiredService<GatewayBreakers>();
            pipeline.AddCircuitBreaker(Breaker(options, breakers, context.InstanceName)).AddTimeout(options.AttemptTimeout);
        }).SelectPipelineByAuthority();
        return builder;
    }

    private static HttpCircuitBreakerStrategyOptions Breaker(GatewayClientOptions options, GatewayBreakers breakers, string host)
    {
        breakers.Add(host);
        var state = new CircuitBreakerStateProvider();
        var breaker = new HttpCircuitBreakerStrategyOptions
        {
            BreakDurationGenerator = arguments => ValueTask.FromResult(Break(options.BreakDuration, arguments.HalfOpenAttempts)),
            MinimumThroughput = MinimumCallsToBreak,
            FailureRatio = FailureRatioToBreak,
            StateProvider = state,

            // Long enough for a worker that makes one call after the other, each without an answer.
            SamplingDuration = options.BreakDuration + (MinimumCallsToBreak * options.AttemptTimeout),
        };

        // Asked of each outcome, of which only the breaker in use has any.
        var counts = breaker.ShouldHandle;
        breaker.ShouldHandle = async arguments =>
        {
            breakers.Use(host, state);
            var isFailure = await counts(arguments);
            if (isFailure)
            {
                var outcome = arguments.Outcome;
                breakers.Failed(host, outcome.Result is { } answer ? GatewayFailure.Of(answer.StatusCode) : GatewayFailure.Of(outcome.Exception!, options));
            }

            return isFailure;
        };
        return breaker;
    }

    // A gateway that is away for long is asked less and less often, but is not kept waiting for long when it is back.
    private static TimeSpan Break(TimeSpan first, int failedTrials)
    {
        var doubled = first * (1 << Math.Min(failedTrials, MaxDoublings));
        return doubled < LongestBreak ? doubled : first > LongestBreak ? first : LongestBreak;
    }

    // A gateway that says when to come back, or a breaker that is open, is not asked again within the invocation.
    private static bool IsWorthAnAttempt(RetryPredicateArguments<HttpResponseMessage> arguments) => arguments.Outcome switch
    {
        { Exception: BrokenCircuitException } => false,
        { Result: { Headers.RetryAfter: not null } } => false,
        { Result.StatusCode: HttpStatusCode.Conflict } => true,
        var outcome => HttpClientResiliencePredicates.IsTransient(outcome),
    };
}
