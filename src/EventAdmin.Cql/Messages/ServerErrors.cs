using System.Net;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>Reads ERROR answers (section 8 of version 5's specification, 9 of version 4's).</summary>
internal static class ServerErrors
{
    // [address size][address of 4][reason, 16 bits]
    private const int ReasonLengthMin = 7;

    public static CqlServerError Read(ref CqlReader reader, CqlProtocolVersion version)
    {
        var number = reader.Int32();
        var code = (CqlErrorCode)number;
        var error = new CqlServerError
        {
            Code = Enum.IsDefined(code) ? code : CqlErrorCode.ServerError,
            CodeNumber = number,
            Message = reader.String(),
        };
        return code switch
        {
            CqlErrorCode.Unavailable => ReadUnavailable(error, ref reader),
            CqlErrorCode.WriteTimeout => ReadWriteTimeout(error, ref reader, version),
            CqlErrorCode.ReadTimeout => ReadCounts(error, ref reader) with { IsDataPresent = reader.Byte() != 0 },
            CqlErrorCode.ReadFailure => ReadFailures(error, ref reader, version) with { IsDataPresent = reader.Byte() != 0 },
            CqlErrorCode.WriteFailure => ReadFailures(error, ref reader, version) with { WriteType = ReadWriteType(ref reader) },
            CqlErrorCode.CasWriteUnknown => ReadCounts(error, ref reader),
            CqlErrorCode.FunctionFailure => error with
            {
                Keyspace = reader.String(),
                Function = reader.String(),
                ArgumentTypes = reader.StringList(),
            },
            CqlErrorCode.AlreadyExists => error with { Keyspace = reader.String(), Table = reader.String() },
            CqlErrorCode.Unprepared => error with { StatementId = reader.ShortBytes().ToArray() },
            _ => error,
        };
    }

    private static CqlServerError ReadUnavailable(CqlServerError error, ref CqlReader reader) =>
        error with { Consistency = reader.Consistency(), Required = reader.Int32(), Received = reader.Int32() };

    private static CqlServerError ReadCounts(CqlServerError error, ref CqlReader reader) =>
        error with { Consistency = reader.Consistency(), Received = reader.Int32(), Required = reader.Int32() };

    // Version 5 adds the contentions of a conditional write, if there were any to count.
    private static CqlServerError ReadWriteTimeout(CqlServerError error, ref CqlReader reader, CqlProtocolVersion version)
    {
        error = ReadCounts(error, ref reader) with { WriteType = ReadWriteType(ref reader) };
        var hasContentions = version >= CqlProtocolVersion.V5 && error.WriteType == CqlWriteType.Cas && reader.Remaining >= 2;
        return hasContentions ? error with { Contentions = reader.UInt16() } : error;
    }

    // A count in version 4, a map of address to reason in version 5.
    private static CqlServerError ReadFailures(CqlServerError error, ref CqlReader reader, CqlProtocolVersion version)
    {
        error = ReadCounts(error, ref reader);
        var count = reader.Int32();
        if (version < CqlProtocolVersion.V5) return error with { Failures = count };
        var reasons = new Dictionary<IPAddress, int>(reader.Count(count, ReasonLengthMin));
        for (var index = 0; index < count; index++)
        {
            var address = reader.Address();
            reasons[address] = reader.UInt16();
        }

        return error with { Failures = count, Reasons = reasons };
    }

    private static CqlWriteType ReadWriteType(ref CqlReader reader) => WriteTypeOf(reader.String());

    /// <summary>The kind of write of that name.</summary>
    internal static CqlWriteType WriteTypeOf(string? name) => name switch
    {
        "SIMPLE" => CqlWriteType.Simple,
        "BATCH" => CqlWriteType.Batch,
        "UNLOGGED_BATCH" => CqlWriteType.UnloggedBatch,
        "COUNTER" => CqlWriteType.Counter,
        "BATCH_LOG" => CqlWriteType.BatchLog,
        "CAS" => CqlWriteType.Cas,
        "VIEW" => CqlWriteType.View,
        "CDC" => CqlWriteType.Cdc,
        _ => CqlWriteType.Other,
    };
}
