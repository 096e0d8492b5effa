using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Owning;

namespace EventAdmin.Storage.Tests.Cassandra;

public sealed class Judging_a_failed_statement
{
    private const int UnknownCode = 0x7777;

    /// <summary>Every code of the protocol, and what it means for a marker.</summary>
    private static readonly Dictionary<int, OwnerVerdict> OfMarkers = new()
    {
        [(int)CqlErrorCode.ServerError] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.Protocol] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.Authentication] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.Unavailable] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.Overloaded] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.IsBootstrapping] = OwnerVerdict.Again,
        [(int)CqlErrorCode.Truncate] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.WriteTimeout] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.ReadTimeout] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.ReadFailure] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.FunctionFailure] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.WriteFailure] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.CdcWriteFailure] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.CasWriteUnknown] = OwnerVerdict.AskTheRow,
        [(int)CqlErrorCode.Syntax] = OwnerVerdict.Degrade,
        [(int)CqlErrorCode.Unauthorized] = OwnerVerdict.Degrade,
        [(int)CqlErrorCode.Invalid] = OwnerVerdict.Degrade,
        [(int)CqlErrorCode.Configuration] = OwnerVerdict.Degrade,
        [(int)CqlErrorCode.AlreadyExists] = OwnerVerdict.Degrade,
        [(int)CqlErrorCode.Unprepared] = OwnerVerdict.Again,
    };

    public static readonly TheoryData<int> Codes = [.. OfMarkers.Keys, UnknownCode];

    [Fact]
    public void Every_code_has_its_row() => Assert.Equal(Enum.GetValues<CqlErrorCode>().Select(code => (int)code).Order(), OfMarkers.Keys.Order());

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_marker_is_settled_unless_it_certainly_had_no_effect(int code)
    {
        var expected = OfMarkers.GetValueOrDefault(code, OwnerVerdict.AskTheRow);
        var outcome = expected == OwnerVerdict.Again ? CqlOutcome.NotExecuted : CqlOutcome.Unknown;

        Assert.Equal(expected, OutcomeTable.Judge(OwnerStep.Marker, code, outcome));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Everything_else_is_the_same_again_unless_it_is_a_defect(int code)
    {
        var expected = OfMarkers.GetValueOrDefault(code) == OwnerVerdict.Degrade ? OwnerVerdict.Degrade : OwnerVerdict.Again;

        foreach (var step in new[] { OwnerStep.Read, OwnerStep.Frame, OwnerStep.Index })
            Assert.Equal(expected, OutcomeTable.Judge(step, code, CqlOutcome.Unknown));
    }

    [Fact]
    public void An_earlier_try_that_may_have_run_makes_a_marker_unknown() =>
        Assert.Equal(OwnerVerdict.AskTheRow, OutcomeTable.Judge(OwnerStep.Marker, (int)CqlErrorCode.IsBootstrapping, CqlOutcome.Unknown));

    [Theory]
    [InlineData(CqlOutcome.NotExecuted, OwnerVerdict.Again)]
    [InlineData(CqlOutcome.Unknown, OwnerVerdict.AskTheRow)]
    [InlineData(CqlOutcome.Failed, OwnerVerdict.AskTheRow)]
    public void Of_a_marker_without_an_answer_only_one_that_was_not_sent_is_known(CqlOutcome outcome, OwnerVerdict expected)
    {
        Assert.Equal(expected, OutcomeTable.Judge(OwnerStep.Marker, new CqlConnectionException("lost", outcome)));
        Assert.Equal(expected, OutcomeTable.Judge(OwnerStep.Marker, new CqlTimeoutException("late", outcome, CqlPhase.Sent)));
        Assert.Equal(OwnerVerdict.Again, OutcomeTable.Judge(OwnerStep.Index, new CqlConnectionException("lost", outcome)));
    }

    [Fact]
    public void What_does_not_fit_into_the_protocol_is_a_defect() =>
        Assert.Equal(OwnerVerdict.Degrade, OutcomeTable.Judge(OwnerStep.Frame, new CqlEncodeException("too long")));
}
