using System.Net;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Diagnostics;

/// <summary>
/// Every log message of the Cassandra store: never a payload. Ids 4000 to 4999, never reused: 4000 connection and schema, 4100 the owner of a
/// shard, 4200 reads and the feed, 4300 look-ups.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "The tables of {Keyspace} went from schema {From} to {To}")]
    public static partial void SchemaMigrated(this ILogger logger, string keyspace, int from, int to);

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
}
