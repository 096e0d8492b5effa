using System.Net;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Diagnostics;

/// <summary>
/// Every log message of the Cassandra store: never a payload. Ids 4000 to 4999, never reused: 4000 connection and schema, 4100 the owner of a
/// shard, 4200 reads and the feed, 4300 look-ups, 4400 the channel of instances.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "The tables of {Keyspace} went from schema {From} to {To}")]
    public static partial void SchemaMigrated(this ILogger logger, string keyspace, int from, int to);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "Opened the store in keyspace {Keyspace}: schema {Schema}, tier {Tier}, line {Line}")]
    public static partial void StoreOpened(this ILogger logger, string keyspace, int schema, string tier, string line);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "The store can't be opened, and is tried again: {Reason}")]
    public static partial void StoreNotOpened(this ILogger logger, Exception exception, string reason);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void StoreWarned(this ILogger logger, string warning);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Warning, Message = "The store does not answer as it must: {Problem}")]
    public static partial void ProbeFailed(this ILogger logger, string problem);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Information, Message = "The store answers again")]
    public static partial void ProbeRecovered(this ILogger logger);

    [LoggerMessage(EventId = 4008, Level = LogLevel.Information, Message = "Closed the store in keyspace {Keyspace}")]
    public static partial void StoreClosed(this ILogger logger, string keyspace);

    [LoggerMessage(EventId = 4009, Level = LogLevel.Error, Message = "Event {Version} of {Stream} is damaged")]
    public static partial void EventDamaged(this ILogger logger, Exception exception, string stream, long version);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "A statement that changes the schema is sent again after try {Attempt}")]
    public static partial void SchemaStatementRepeated(this ILogger logger, Exception exception, int attempt);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Node {EndPoint} can't be reached for a change of the schema; the next one is asked")]
    public static partial void SchemaNodeSkipped(this ILogger logger, Exception exception, IPEndPoint endPoint);

    [LoggerMessage(EventId = 4300, Level = LogLevel.Information, Message = "This instance keeps the look-ups now, as epoch {Epoch}, from position {Position} on")]
    public static partial void LookupsTaken(this ILogger logger, int epoch, long position);

    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "The look-ups stood still; they are tried again")]
    public static partial void LookupsFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Information, Message = "The look-ups are built anew as generation {Generation}")]
    public static partial void LookupsRebuilding(this ILogger logger, int generation);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Information, Message = "Generation {Generation} of the look-ups is read now, complete to position {Position}")]
    public static partial void LookupsRebuilt(this ILogger logger, int generation, long position);

    [LoggerMessage(EventId = 4100, Level = LogLevel.Information, Message = "Owned shard {Shard} of line {Line} in epoch {Epoch}: {Committed} numbers committed, {Recovered} of them written into their streams first")]
    public static partial void ShardOwned(this ILogger logger, short shard, string line, int epoch, long committed, long recovered);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Gave back shard {Shard} of epoch {Epoch} at number {Committed}")]
    public static partial void ShardGivenBack(this ILogger logger, short shard, int epoch, long committed);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "A reign over shard {Shard} ended: {Reason}")]
    public static partial void ReignEnded(this ILogger logger, Exception exception, short shard, string reason);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "Shard {Shard} could not be claimed; it is tried again")]
    public static partial void ClaimFailed(this ILogger logger, Exception exception, short shard);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Debug, Message = "Committed {Events} events of {Appends} appends up to number {Number}")]
    public static partial void GroupCommitted(this ILogger logger, int events, int appends, long number);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Warning, Message = "The outcome of append {Append} to stream {Stream} is not known; its owner goes on being asked")]
    public static partial void AppendUnknown(this ILogger logger, Guid append, string stream);

    [LoggerMessage(EventId = 4400, Level = LogLevel.Warning, Message = "Something that is no instance of this store, or has another key, connected to the channel of instances")]
    public static partial void InstanceRefused(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4401, Level = LogLevel.Debug, Message = "An instance left the channel: {Reason}")]
    public static partial void InstanceGone(this ILogger logger, string reason);

    [LoggerMessage(EventId = 4402, Level = LogLevel.Debug, Message = "The instance at {Address} can't be reached")]
    public static partial void InstanceNotReached(this ILogger logger, Exception exception, Uri address);
}
