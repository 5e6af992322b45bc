using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>A gateway keyed by name: create replaces, remove takes away whatever stands under the name.</summary>
internal sealed class FakeGateway
{
    private readonly Dictionary<string, ApiRegistration> _registered = [];

    public IEnumerable<ApiRegistration> Registered => _registered.Values;

    /// <summary>What was called and took effect or was answered, in order: <c>create /path</c>, <c>remove /path</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Says no, with these words; null lets the call pass.</summary>
    public Func<string, ApiRegistration, string?>? Refuses { get; set; }

    /// <summary>Whether a call fails in passing, and if so whether it takes effect before.</summary>
    public Func<string, GatewayFault>? Faults { get; set; }

    /// <summary>How long it asks to be left alone when it fails in passing.</summary>
    public TimeSpan? RetryAfter { get; set; }

    public string Answer { get; set; } = """{"res_code":"0000","res_message":"ok"}""";

    public ApiRegistration? Find(string name) => _registered.Values.FirstOrDefault(registration => registration.Name == name);

    /// <summary>Puts a registration there behind everybody's back.</summary>
    public void Put(ApiRegistration registration) => _registered[registration.Name] = registration;

    /// <summary>Puts something there that is nobody's API perhaps.</summary>
    public ApiRegistration Put(string name, string path)
    {
        var registration = ApiRegistration.Read(JsonElement.Parse($$"""{"name":"{{name}}","path":"{{path}}","implementation":"x","port":80}"""))!;
        Put(registration);
        return registration;
    }

    /// <summary>It loses all that it holds.</summary>
    public void Clear() => _registered.Clear();

    /// <summary>What it holds: <c>name at /path</c>, sorted.</summary>
    public IEnumerable<string> Entries => _registered.Values.Select(held => $"{held.Name} at {held.Path}").Order(StringComparer.Ordinal);

    /// <summary>From now on it says no to a removal of what it does not hold.</summary>
    public void RefuseToRemoveTheUnknown() => Refuses = (operation, registration) =>
        operation == "remove" && !_registered.ContainsKey(registration.Name) ? "no such API" : null;

    public GatewayAnswer Call(string operation, ApiRegistration registration)
    {
        Calls.Add($"{operation} {registration.Path}");
        var fault = Faults?.Invoke(operation) ?? GatewayFault.None;
        if (fault is GatewayFault.BeforeEffect)
        {
            throw new GatewayUnavailableException("the gateway is down", RetryAfter);
        }

        if (fault is GatewayFault.CircuitOpen)
        {
            throw new CircuitOpenException("the gateway keeps failing", RetryAfter ?? TimeSpan.Zero, new BrokenCircuitException());
        }

        var isRepeated = fault is GatewayFault.AnsweredAtTheSecondAttempt;
        if (isRepeated)
        {
            Apply(operation, registration);
        }

        if (Refuses?.Invoke(operation, registration) is { } reason)
        {
            throw new GatewayRefusedException("4711", reason, mayHaveTakenEffect: isRepeated);
        }

        Apply(operation, registration);
        return fault is GatewayFault.AfterEffect
            ? throw new GatewayUnavailableException("the gateway did not answer in time", RetryAfter)
            : new(JsonElement.Parse(Answer));
    }

    private void Apply(string operation, ApiRegistration registration)
    {
        if (operation == "create")
        {
            Put(registration);
        }
        else
        {
            _registered.Remove(registration.Name);
        }
    }
}
