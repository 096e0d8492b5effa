using System.Net;
using EventAdmin.Cql.Primitives;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Cql.Diagnostics;

/// <summary>Every log message of the CQL client: never a token, a value or a payload. Ids 3000 to 3999, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Debug, Message = "Connected to {EndPoint} of cluster {Cluster} by protocol {Version}")]
    public static partial void ConnectionOpened(this ILogger logger, EndPoint endPoint, string cluster, CqlProtocolVersion version);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, Message = "Connection to {EndPoint} closed; {InFlight} requests had no answer yet")]
    public static partial void ConnectionClosed(this ILogger logger, EndPoint endPoint, int inFlight);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Connection to {EndPoint} lost with {InFlight} requests in flight and {Orphans} orphans")]
    public static partial void ConnectionLost(this ILogger logger, Exception exception, EndPoint endPoint, int inFlight, int orphans);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Connection to {EndPoint} is retired: {Orphans} answers that nobody waits for are missing, {InFlight} requests are in flight")]
    public static partial void ConnectionRetired(this ILogger logger, EndPoint endPoint, int orphans, int inFlight);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information, Message = "{EndPoint} refused protocol {Version}; trying the one before")]
    public static partial void VersionRefused(this ILogger logger, EndPoint endPoint, CqlProtocolVersion version);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Error, Message = "What the connection to {EndPoint} told was not handled")]
    public static partial void OwnerFailed(this ILogger logger, Exception exception, EndPoint endPoint);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Error, Message = "Deadlines of one connection or queue were not looked after at one tick")]
    public static partial void DeadlinesFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3100, Level = LogLevel.Debug, Message = "Node {EndPoint} failed")]
    public static partial void NodeFailed(this ILogger logger, Exception exception, EndPoint endPoint);

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Node {EndPoint} of {Datacenter} is up")]
    public static partial void NodeCameUp(this ILogger logger, EndPoint endPoint, string datacenter);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Node {EndPoint} of {Datacenter} is down: {Reason}")]
    public static partial void NodeWentDown(this ILogger logger, EndPoint endPoint, string datacenter, string? reason);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Debug, Message = "The cluster is watched through {EndPoint}")]
    public static partial void ControlConnected(this ILogger logger, EndPoint endPoint);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Warning, Message = "The cluster cannot be watched through {EndPoint}")]
    public static partial void ControlNotConnected(this ILogger logger, Exception exception, EndPoint endPoint);

    [LoggerMessage(EventId = 3105, Level = LogLevel.Warning, Message = "The cluster can no longer be watched through {EndPoint}")]
    public static partial void ControlLost(this ILogger logger, Exception exception, EndPoint endPoint);

    [LoggerMessage(EventId = 3106, Level = LogLevel.Error, Message = "The cluster is no longer watched, because of a defect")]
    public static partial void ControlFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3107, Level = LogLevel.Warning, Message = "Statements were not prepared ahead on a node; it prepares them when it is asked")]
    public static partial void PreparingFailed(this ILogger logger, Exception exception);
}
