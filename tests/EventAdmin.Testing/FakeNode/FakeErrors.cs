using System.Net;

namespace EventAdmin.Testing.FakeNode;

/// <summary>ERROR answers with the bodies that the protocol gives them.</summary>
public static class FakeErrors
{
    public static FakeReply Of(int code, string message, Action<WireWriter>? rest = null)
    {
        var writer = new WireWriter().Int(code).Text(message);
        rest?.Invoke(writer);
        return FakeReply.Of(FakeOpcode.Error, writer);
    }

    public static FakeReply Server { get; } = Of(0x0000, "java.lang.NullPointerException");

    public static FakeReply Protocol(string message) => Of(0x000A, message);

    public static FakeReply BadCredentials { get; } = Of(0x0100, "Provided username and/or password are incorrect");

    public static FakeReply Unavailable(ushort level, int required, int alive) =>
        Of(0x1000, "Cannot achieve consistency level", writer => writer.Short(level).Int(required).Int(alive));

    public static FakeReply Overloaded { get; } = Of(0x1001, "Server is overloaded");

    public static FakeReply Bootstrapping { get; } = Of(0x1002, "Cannot read from a bootstrapping node");

    public static FakeReply Truncate { get; } = Of(0x1003, "Error during truncate");

    /// <summary>WRITE_TIMEOUT.</summary>
    /// <param name="writeType">SIMPLE, BATCH, UNLOGGED_BATCH, COUNTER, BATCH_LOG, CAS, VIEW or CDC.</param>
    public static FakeReply WriteTimeout(ushort level, int received, int required, string writeType, int contentions = 0) =>
        new(FakeOpcode.Error, request =>
        {
            var writer = new WireWriter().Int(0x1100).Text("Operation timed out").Short(level).Int(received).Int(required).Text(writeType);
            if (request.Version >= 5 && writeType == "CAS")
                writer.Short(contentions);
            return writer.ToArray();
        });

    public static FakeReply ReadTimeout(ushort level, int received, int required, bool hasData) =>
        Of(0x1200, "Operation timed out", writer => writer.Short(level).Int(received).Int(required).Byte(hasData ? 1 : 0));

    public static FakeReply ReadFailure(ushort level, int received, int required, IReadOnlyDictionary<IPAddress, int> reasons, bool hasData) =>
        new(FakeOpcode.Error, request =>
        {
            var writer = new WireWriter().Int(0x1300).Text("Operation failed").Short(level).Int(received).Int(required);
            WriteReasons(writer, request, reasons);
            return writer.Byte(hasData ? 1 : 0).ToArray();
        });

    public static FakeReply WriteFailure(ushort level, int received, int required, IReadOnlyDictionary<IPAddress, int> reasons, string writeType) =>
        new(FakeOpcode.Error, request =>
        {
            var writer = new WireWriter().Int(0x1500).Text("Operation failed").Short(level).Int(received).Int(required);
            WriteReasons(writer, request, reasons);
            return writer.Text(writeType).ToArray();
        });

    public static FakeReply FunctionFailure { get; } = Of(0x1400, "execution of 'ks.f' failed", writer => writer.Text("ks").Text("f").TextList(["int"]));

    public static FakeReply CdcWriteFailure { get; } = Of(0x1600, "Rejecting mutation to keyspace ks");

    public static FakeReply CasWriteUnknown(ushort level, int received, int required) =>
        Of(0x1700, "CAS operation result is unknown", writer => writer.Short(level).Int(received).Int(required));

    public static FakeReply Syntax(string message) => Of(0x2000, message);

    public static FakeReply Unauthorized { get; } = Of(0x2100, "User has no permission");

    public static FakeReply Invalid(string message) => Of(0x2200, message);

    public static FakeReply Configuration { get; } = Of(0x2300, "Unrecognized strategy option");

    public static FakeReply AlreadyExists(string keyspace, string table) =>
        Of(0x2400, "Object already exists", writer => writer.Text(keyspace).Text(table));

    public static FakeReply Unprepared(byte[] id) => Of(0x2500, "Prepared query was not found", writer => writer.ShortBytes(id));

    // v4 counts the failures, v5 names the nodes, without their ports.
    private static void WriteReasons(WireWriter writer, FakeRequest request, IReadOnlyDictionary<IPAddress, int> reasons)
    {
        writer.Int(reasons.Count);
        if (request.Version < 5)
            return;
        foreach (var (address, reason) in reasons)
            writer.Address(address).Short(reason);
    }
}
