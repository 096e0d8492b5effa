using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Messages;

public sealed class Reading_results
{
    private const string OneIntColumn = "0002 6b73 0001 74 0001 6b 0009";

    [Fact]
    public void Changed_metadata_brings_its_id_and_columns_in_version_5()
    {
        var rows = Bodies.Read(CqlProtocolVersion.V5, Opcode.Result, $"00000002 00000009 00000001 0002 ABCD {OneIntColumn} 00000000").Rows;

        Assert.Equal([0xAB, 0xCD], rows.NewMetadataId);
        Assert.Equal("k", Assert.Single(rows.Columns!).Name);
    }

    [Fact]
    public void Skipped_metadata_leaves_the_columns_to_the_prepared_statement()
    {
        var rows = Bodies.Read(CqlProtocolVersion.V5, Opcode.Result, "00000002 00000004 00000001 00000001 00000004 00000007").Rows;

        Assert.Null(rows.Columns);
        Assert.Equal((1, 1, 16), (rows.ColumnCount, rows.RowCount, rows.RowsOffset));
    }

    [Fact]
    public void A_user_defined_type_has_named_fields()
    {
        var rows = Bodies.Read(
            CqlProtocolVersion.V5, Opcode.Result, "00000002 00000001 00000001 0002 6b73 0001 74 0001 75 0030 0002 6b73 0003 616464 0002 0001 61 0009 0001 62 000d 00000000").Rows;

        var type = rows.Columns![0].Type;
        Assert.Equal("ks.add<a int,b text>", type.ToString());
        Assert.Equal(["a", "b"], type.FieldNames);
    }

    [Theory]
    [InlineData("00000002 00000001 7FFFFFFF 0002 6b73 0001 74")] // more columns than bytes
    [InlineData("00000002 00000004 00000001 7FFFFFFF")] // more rows than bytes
    [InlineData("00000002 00000004 00000000 7FFFFFFF")] // rows of nothing, without end
    [InlineData("00000002 00000004 00000001 FFFFFFFF")] // a negative number of rows
    [InlineData("00000002 00000001 00000001 0002 6b73 0001 74 0001 6b 00AA 00000000")] // a type that does not exist
    [InlineData("00000004 0001 AA 0000 00000001 00000001 00000001 0005 0002 6b73 0001 74 0001 6b 0009 00000004 00000000")] // the sixth marker of one
    [InlineData("00000009")] // a kind that does not exist
    [InlineData("00000005 0003 616464 0005 5441424c45")] // a change that does not exist
    public void A_body_that_can_not_be_is_refused(string hex) =>
        Assert.Throws<CqlProtocolException>(() => Bodies.Read(CqlProtocolVersion.V5, Opcode.Result, hex));

    [Fact]
    public void A_type_nested_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("0020", 10_000));

        Assert.Throws<CqlProtocolException>(() => Bodies.Read(CqlProtocolVersion.V5, Opcode.Result, $"00000002 00000001 00000001 0002 6b73 0001 74 0001 6b {deep} 0009 00000000"));
    }

    [Fact]
    public void An_answer_of_one_kind_is_not_taken_for_another()
    {
        var ready = Bodies.Read(CqlProtocolVersion.V5, Opcode.Ready, string.Empty);

        Assert.Throws<CqlProtocolException>(() => ready.Error);
        Assert.Throws<CqlProtocolException>(() => ready.Token);
        Assert.Throws<CqlProtocolException>(() => Bodies.Read(CqlProtocolVersion.V5, Opcode.Query, string.Empty));
    }

    [Fact]
    public void The_answer_of_a_write_is_read_without_allocating()
    {
        var body = new byte[] { 0, 0, 0, 1 };
        var header = FrameHeader.Response(CqlProtocolVersion.V5, FrameFlags.None, 1, Opcode.Result, body.Length);
        Response.Read(header, body);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 100; round++)
            Response.Read(header, body);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
