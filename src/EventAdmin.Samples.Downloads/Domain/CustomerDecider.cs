using EventAdmin.EventSourcing.Streams;

namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>What is true of a customer. The fields are what support reads in a replay.</summary>
public sealed record CustomerState
{
    public string? CustomerId { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Address { get; init; }

    public Plan? Plan { get; init; }

    public IReadOnlyList<string> Devices { get; init; } = [];

    public int DevicesMax { get; init; }

    public int OpenDisputes { get; init; }
}

/// <summary>What can be asked of a customer's stream.</summary>
public abstract record CustomerCommand
{
    private CustomerCommand()
    {
    }

    public sealed record Register(string CustomerId, string Name, string Email, string Phone, string Address, Plan Plan) : CustomerCommand;

    public sealed record ChangeAddress(string Address) : CustomerCommand;

    public sealed record ChangePlan(Plan Plan) : CustomerCommand;

    public sealed record AddDevice(string Device) : CustomerCommand;

    public sealed record RevokeDevice(string Device, string Reason) : CustomerCommand;

    public sealed record OpenDispute(string About, string Claim) : CustomerCommand;

    public sealed record AnswerDispute(string About, string Finding) : CustomerCommand;
}

/// <summary>Decides about one customer. A command that changes nothing decides nothing; a refusal is a fact that support wants to read.</summary>
public sealed class CustomerDecider : IDecider<CustomerState, CustomerCommand>
{
    public CustomerState Initial { get; } = new();

    public Decision Decide(CustomerState state, CustomerCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.CustomerId is null && command is not CustomerCommand.Register
            ? Decision.Reject("the customer is not registered")
            : Decision.Accept(EventsOf(state, command));
    }

    public CustomerState Evolve(CustomerState state, object data)
    {
        ArgumentNullException.ThrowIfNull(state);
        return data switch
        {
            CustomerRegistered r => state with
            {
                CustomerId = r.CustomerId,
                Name = r.Name,
                Email = r.Email,
                Phone = r.Phone,
                Address = r.Address,
                Plan = r.Plan,
                DevicesMax = r.Plan.DevicesMax(),
            },
            AddressChanged c => state with { Address = c.Address },
            PlanChanged c => state with { Plan = c.Plan, DevicesMax = c.Plan.DevicesMax() },
            DeviceAdded a => state with { Devices = [.. state.Devices, a.Device] },
            DeviceRevoked r => state with { Devices = [.. state.Devices.Where(device => device != r.Device)] },
            DisputeOpened => state with { OpenDisputes = state.OpenDisputes + 1 },
            DisputeAnswered => state with { OpenDisputes = state.OpenDisputes - 1 },
            _ => state,
        };
    }

    private static IReadOnlyList<object> EventsOf(CustomerState state, CustomerCommand command) => (state.CustomerId, command) switch
    {
        (null, CustomerCommand.Register c) => [new CustomerRegistered(c.CustomerId, c.Name, c.Email, c.Phone, c.Address, c.Plan)],
        ({ }, CustomerCommand.Register) => [],
        ({ } id, CustomerCommand.ChangeAddress c) => c.Address == state.Address ? [] : [new AddressChanged(id, c.Address)],
        ({ } id, CustomerCommand.ChangePlan c) => state.Plan is { } plan && plan != c.Plan ? [new PlanChanged(id, c.Plan, plan)] : [],
        ({ } id, CustomerCommand.AddDevice c) => AddDevice(id, state, c.Device),
        ({ } id, CustomerCommand.RevokeDevice c) => state.Devices.Contains(c.Device) ? [new DeviceRevoked(id, c.Device, c.Reason)] : [],
        ({ } id, CustomerCommand.OpenDispute c) => [new DisputeOpened(id, c.About, c.Claim)],
        ({ } id, CustomerCommand.AnswerDispute c) => state.OpenDisputes > 0 ? [new DisputeAnswered(id, c.About, c.Finding)] : [],
        _ => throw new InvalidOperationException($"Expected a known command, found {command}."),
    };

    private static IReadOnlyList<object> AddDevice(string id, CustomerState state, string device)
    {
        if (state.Devices.Contains(device))
            return [];
        return state.Devices.Count < state.DevicesMax
            ? [new DeviceAdded(id, device)]
            : [new DeviceRefused(id, device, $"the {state.Plan} plan has room for {state.DevicesMax}")];
    }
}
