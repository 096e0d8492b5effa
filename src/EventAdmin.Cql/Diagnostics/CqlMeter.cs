using System.Diagnostics.Metrics;

namespace EventAdmin.Cql.Diagnostics;

/// <summary>The meter of the client and the instruments that connections feed.</summary>
internal static class CqlMeter
{
    public static readonly Meter Meter = new("EventAdmin.Cql");

    public static readonly Counter<long> BytesSent =
        Meter.CreateCounter<long>("cql.bytes.sent", "By", "Bytes handed to the sockets of nodes, before TLS.");

    public static readonly Counter<long> BytesReceived =
        Meter.CreateCounter<long>("cql.bytes.received", "By", "Bytes received from nodes, after TLS.");
}
