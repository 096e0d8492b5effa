using System.Runtime.CompilerServices;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Types;

public sealed class Reading_pages
{
    private const int WideCount = 70;

    [Fact]
    public void Cells_are_found_in_any_order_also_beyond_those_that_are_remembered()
    {
        using var page = WidePage(rowCount: 3);
        var seen = new List<int>();

        foreach (var row in page)
        {
            foreach (var column in (int[])[69, 0, 31, 32, 33, 5, 69, 68])
                seen.Add(row.GetInt32(column));
        }

        Assert.Equal([.. Expected(0), .. Expected(1), .. Expected(2)], seen);

        static IEnumerable<int> Expected(int row) => ((int[])[69, 0, 31, 32, 33, 5, 69, 68]).Select(column => (row * 1_000) + column);
    }

    [Fact]
    public void Rows_are_walked_without_looking_at_any_cell()
    {
        using var page = WidePage(rowCount: 5);
        var last = 0;

        foreach (var row in page)
            last++;

        Assert.Equal(5, last);
        Assert.Equal([0, 1_000, 2_000, 3_000, 4_000], page.ToList(static row => row.GetInt32(0)));
        Assert.True(page.TryFirst(static row => row.GetInt32(1), out var first));
        Assert.Equal(1, first);
    }

    [Fact]
    public void After_a_page_was_disposed_every_access_throws()
    {
        var page = WidePage(rowCount: 2);
        page.Dispose();
        page.Dispose();

        Assert.Throws<ObjectDisposedException>(() => page.ToList(static row => row.GetInt32(0)));
        Assert.Throws<ObjectDisposedException>(() =>
        {
            foreach (var row in page)
                row.IsNull(0);
        });
    }

    [Fact]
    public void A_column_is_looked_up_by_its_name()
    {
        using var page = WidePage(rowCount: 0);

        Assert.Equal(17, page.Column("c17"));
        Assert.Throws<ArgumentException>(() => page.Column("C17"));
        Assert.False(page.TryFirst(static row => row.GetInt32(0), out _));
    }

    [Fact]
    public void A_getter_of_another_type_says_which_type_it_met()
    {
        using var page = WidePage(rowCount: 1);

        var refusal = Assert.Throws<CqlDecodeException>(() => page.ToList(static row => row.GetInt64(0)));

        Assert.Equal((CqlTypeKind.Int, CqlOutcome.Failed), (refusal.Type.Kind, refusal.Outcome));
    }

    [Fact]
    public void Null_is_told_and_never_read_as_something()
    {
        using var builder = new CqlPageBuilder(Columns(CqlType.Native(CqlTypeKind.Varchar)));
        builder.Row.Null();
        using var page = builder.AddRow().Build();

        Assert.Equal([true], page.ToList(static row => row.IsNull(0)));
        Assert.Equal([null], page.ToList(static row => row.GetTextOrNull(0)));
        Assert.Throws<CqlDecodeException>(() => page.ToList(static row => row.GetText(0)));
    }

    [Fact]
    public void What_a_condition_answered_stands_in_its_first_column()
    {
        using var builder = new CqlPageBuilder(new CqlColumns([new CqlColumn("ks", "t", "[applied]", CqlType.Native(CqlTypeKind.Boolean))]));
        builder.Row.Boolean(false);
        using var refused = builder.AddRow().Build();
        builder.Row.Boolean(true);
        using var applied = builder.AddRow().Build();
        using var other = WidePage(rowCount: 1);

        Assert.Equal((false, true, null), (refused.Applied, applied.Applied, other.Applied));
    }

    [Fact]
    public void A_page_that_ends_inside_a_row_is_refused()
    {
        byte[] body = [0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0];
        using var page = new CqlPage(Columns(CqlType.Native(CqlTypeKind.Int)), PooledBody.CopyOf(body), rowsOffset: 0, rowCount: 2);

        Assert.Throws<CqlProtocolException>(() => page.ToList(static row => row.GetInt32(0)));
    }

    [Fact]
    public void Columns_that_do_not_fit_the_rows_are_refused()
    {
        var rows = Messages.Bodies.Read(CqlProtocolVersion.V5, Opcode.Result, "00000002 00000004 00000001 00000000").Rows;

        Assert.Throws<CqlProtocolException>(() => CqlPage.Of(rows, prepared: null, default));
        Assert.Throws<CqlProtocolException>(() => CqlPage.Of(rows, Columns(CqlType.Native(CqlTypeKind.Int), CqlType.Native(CqlTypeKind.Int)), default));
    }

    [Fact]
    public void An_unset_value_is_no_cell()
    {
        using var builder = new CqlPageBuilder(Columns(CqlType.Native(CqlTypeKind.Int)));
        builder.Row.Unset();

        Assert.Throws<CqlEncodeException>(() => builder.AddRow());
    }

    [Fact]
    public void Walking_rows_allocates_nothing()
    {
        using var page = WidePage(rowCount: 100);
        Sum(page);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Sum(page);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_answer_of_one_row_costs_no_more_than_its_page()
    {
        var body = Convert.FromHexString("0000000200000004000000010000000100000004" + "00000007");
        var header = FrameHeader.Response(CqlProtocolVersion.V5, FrameFlags.None, 1, Opcode.Result, body.Length);
        var columns = Columns(CqlType.Native(CqlTypeKind.Int));
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 100; round++)
            Read();

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 64);

        void Read()
        {
            using var page = CqlPage.Of(Response.Read(header, body).Rows, columns, PooledBody.CopyOf(body));
            foreach (var row in page)
                Assert.True(row.GetInt32(0) == 7);
        }
    }

#if DEBUG
    [Fact]
    public void A_page_that_nobody_disposed_is_counted()
    {
        var before = CqlPageLeaks.Count;

        Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.True(CqlPageLeaks.Count > before);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget() => Assert.Equal(1, WidePage(rowCount: 1).Count);
    }
#endif

    private static int Sum(CqlPage page)
    {
        var sum = 0;
        foreach (var row in page)
            sum += row.GetInt32(0) + row.GetInt32(WideCount - 1);
        return sum;
    }

    private static CqlPage WidePage(int rowCount)
    {
        using var builder = new CqlPageBuilder(Columns([.. Enumerable.Repeat(CqlType.Native(CqlTypeKind.Int), WideCount)]));
        for (var row = 0; row < rowCount; row++)
        {
            for (var column = 0; column < WideCount; column++)
                builder.Row.Int32((row * 1_000) + column);
            builder.AddRow();
        }

        return builder.Build();
    }

    private static CqlColumns Columns(params CqlType[] types) =>
        new(types.Select(static (type, index) => new CqlColumn("ks", "t", $"c{index}", type)));
}
