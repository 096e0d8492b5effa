using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Reading;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>Why a store can't be opened, for the person who can do something about it.</summary>
internal static class OpeningFailures
{
    /// <summary>No connection could be made.</summary>
    public static EventStorageException NotConnected(CqlException failure, CassandraOptions options)
    {
        var points = string.Join(", ", options.ContactPoints);
        if (Find(failure, static step => step.IsAuthenticationRefused) is { } refused)
        {
            return new StoreUnusableException(
                $"The cluster at {points} does not accept the account: {refused.Message} Check {CassandraOptions.Section}:{nameof(options.UserName)} and {nameof(options.Password)}.", failure);
        }

        if (Find(failure, static step => step.Step == ConnectStep.Tls) is { } tls)
        {
            return new StoreUnusableException(
                $"No TLS with the cluster at {points}: {tls.Message} Check {CassandraOptions.Section}:{nameof(options.Tls)}.", failure);
        }

        return new StoreUnavailableException($"The cluster can't be reached at {points}: {failure.Message} Check {CassandraOptions.Section}:{nameof(options.ContactPoints)}, and whether the nodes run.", failure);
    }

    /// <summary>The cluster was reached, and does not do what opening needs.</summary>
    public static EventStorageException NotAnswered(CqlException failure) => failure.ToStorage(failure.Error?.Consistency ?? CqlConsistency.LocalQuorum);

    private static CqlConnectException? Find(Exception? failure, Func<CqlConnectException, bool> isThat)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            if (at is CqlConnectException step && isThat(step))
                return step;
            if (at is AggregateException several)
                return several.InnerExceptions.Select(inner => Find(inner, isThat)).FirstOrDefault(static found => found is not null);
        }

        return null;
    }
}
