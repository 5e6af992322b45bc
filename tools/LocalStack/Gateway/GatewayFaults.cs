namespace ApiBridge.LocalStack.Gateway;

/// <summary>The faults that are switched on.</summary>
internal sealed class GatewayFaults
{
    private readonly Lock _lock = new();
    private readonly List<GatewayFault> _faults = [];

    public IReadOnlyList<GatewayFault> Snapshot()
    {
        lock (_lock)
        {
            return [.. _faults];
        }
    }

    /// <summary>Switches a fault on, in place of one for the same name and operation.</summary>
    /// <exception cref="InvalidFaultException">Its fields don't go together.</exception>
    public void Set(GatewayFault fault)
    {
        if (fault.Problem is { } problem)
        {
            throw new InvalidFaultException(problem);
        }

        lock (_lock)
        {
            _faults.RemoveAll(other => other.Name == fault.Name && other.Operation == fault.Operation);
            _faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault for a call, counted down: one for its name before one for all names.</summary>
    public GatewayFault? Take(GatewayOperation operation, string name)
    {
        lock (_lock)
        {
            var fault = _faults.Where(fault => fault.Matches(operation, name)).MaxBy(fault => fault.Name is null ? 0 : 1);
            if (fault?.Count is { } count)
            {
                _faults.Remove(fault);
                if (count > 1)
                {
                    _faults.Add(fault with { Count = count - 1 });
                }
            }

            return fault;
        }
    }
}
