using System.Reflection;
using EventAdmin.Storage.Tests.Cassandra;
using EventAdmin.Storage.Tests.Contract;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests;

/// <summary>A promise that nobody tests is none: every class of the contract must run on every store.</summary>
public sealed class Holding_the_contract
{
    public static readonly TheoryData<Type, Type[]> Stores = new()
    {
        { typeof(InMemoryHarness), [typeof(Reopening_a_store<>), typeof(Answering_as_the_reference_does<>)] },
        { typeof(SqliteHarness), [] },
        // It has levels, which are tested apart, and says that it does not keep event ids unique.
        { typeof(CassandraHarness), [typeof(Asking_for_consistency<>), typeof(Keeping_event_ids_unique<>)] },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public void Every_class_of_the_contract_runs_on_every_store(Type harness, Type[] exceptions)
    {
        var types = Assembly.GetExecutingAssembly().GetTypes();
        var promised = types.Where(type => type.IsAbstract && IsContract(type)).Select(type => type.GetGenericTypeDefinition()).Except(exceptions);
        var held = types.Where(type => !type.IsAbstract && IsContract(type) && type.BaseType!.GetGenericArguments()[0] == harness)
            .Select(type => type.BaseType!.GetGenericTypeDefinition());

        Assert.Equal(promised.Select(type => type.Name).Order(StringComparer.Ordinal), held.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    private static bool IsContract(Type type) =>
        type.BaseType is { IsGenericType: true } parent
        && (parent.GetGenericTypeDefinition() == typeof(StoreContract<>) || IsContract(parent));
}
