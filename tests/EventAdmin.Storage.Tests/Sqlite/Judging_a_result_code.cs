using System.Reflection;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Writing;
using SQLitePCL;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Judging_a_result_code
{
    private static readonly string[] NotFailures = ["SQLITE_OK", "SQLITE_ROW", "SQLITE_DONE"];

    // Primary code: verdict before BEGIN, in the transaction, in COMMIT (each rolled back where there is something to roll back).
    private static readonly Dictionary<string, (string BeforeBegin, string InTransaction, string Commit)> Expected = new(StringComparer.Ordinal)
    {
        ["SQLITE_ERROR"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_INTERNAL"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_PERM"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_ABORT"] = ("Busy", "Busy", "Unknown"),
        ["SQLITE_BUSY"] = ("Busy", "Busy", "Busy"),
        ["SQLITE_LOCKED"] = ("Busy", "Busy", "Busy"),
        ["SQLITE_NOMEM"] = ("Busy", "Busy", "Unknown"),
        ["SQLITE_READONLY"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_INTERRUPT"] = ("Busy", "Busy", "Unknown"),
        ["SQLITE_IOERR"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_CORRUPT"] = ("Degraded!", "Unknown", "Unknown"),
        ["SQLITE_NOTFOUND"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_FULL"] = ("DiskFull", "DiskFull", "DiskFull"),
        ["SQLITE_CANTOPEN"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_PROTOCOL"] = ("Degraded!", "Unknown", "Unknown"),
        ["SQLITE_EMPTY"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_SCHEMA"] = ("Busy", "Busy", "Unknown"),
        ["SQLITE_TOOBIG"] = ("LimitExceeded", "LimitExceeded", "Unknown"),
        ["SQLITE_CONSTRAINT"] = ("Degraded!", "Degraded!", "Degraded!"),
        ["SQLITE_MISMATCH"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_MISUSE"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_NOLFS"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_AUTH"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_FORMAT"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_RANGE"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_NOTADB"] = ("Degraded!", "Unknown", "Unknown"),
        ["SQLITE_NOTICE"] = ("Degraded!", "Degraded!", "Unknown"),
        ["SQLITE_WARNING"] = ("Degraded!", "Degraded!", "Unknown"),
    };

    // Extended codes that are judged apart from their primary code.
    private static readonly Dictionary<string, (string BeforeBegin, string InTransaction, string Commit)> Apart = new(StringComparer.Ordinal)
    {
        ["SQLITE_IOERR_NOMEM"] = ("Busy", "Busy", "Unknown"),
        ["SQLITE_IOERR_WRITE"] = ("Degraded!", "Degraded!", "Degraded!"),
        ["SQLITE_CONSTRAINT_UNIQUE"] = ("Degraded!", "Again", "Degraded!"),
        ["SQLITE_CONSTRAINT_PRIMARYKEY"] = ("Degraded!", "Again", "Degraded!"),
        ["SQLITE_CONSTRAINT_ROWID"] = ("Degraded!", "Again", "Degraded!"),
    };

    public static TheoryData<string, int> Codes()
    {
        var codes = new TheoryData<string, int>();
        foreach (var (name, code) in PrimaryCodes().Concat(ExtendedCodes()))
            codes.Add(name, code);
        return codes;
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_its_verdict_in_every_phase(string name, int code)
    {
        var (beforeBegin, inTransaction, commit) = Apart.TryGetValue(name, out var apart) ? apart : Expected[PrimaryNameOf(code)];

        Assert.Equal(beforeBegin, Spell(OutcomeTable.Judge(WritePhase.BeforeBegin, code, isRolledBack: true)));
        Assert.Equal(inTransaction, Spell(OutcomeTable.Judge(WritePhase.InTransaction, code, isRolledBack: true)));
        Assert.Equal(commit, Spell(OutcomeTable.Judge(WritePhase.Commit, code, isRolledBack: true)));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_transaction_that_is_still_open_leaves_the_outcome_unknown(string name, int code)
    {
        Assert.StartsWith("SQLITE_", name, StringComparison.Ordinal);

        Assert.IsType<WriteVerdict.Unknown>(OutcomeTable.Judge(WritePhase.InTransaction, code, isRolledBack: false));
        Assert.IsType<WriteVerdict.Unknown>(OutcomeTable.Judge(WritePhase.Commit, code, isRolledBack: false));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_files_are_verified_after_what_the_system_failed_and_nothing_else(string name, int code) =>
        Assert.Equal(name == "SQLITE_IOERR" || name.StartsWith("SQLITE_IOERR_", StringComparison.Ordinal), OutcomeTable.IsOfDisk(code));

    [Fact]
    public void A_code_that_SQLite_adds_tomorrow_is_taken_for_the_worst()
    {
        const int Tomorrow = 99;

        Assert.IsType<WriteVerdict.Unknown>(OutcomeTable.Judge(WritePhase.Commit, Tomorrow, isRolledBack: true));
        Assert.Equal("Degraded!", Spell(OutcomeTable.Judge(WritePhase.InTransaction, Tomorrow, isRolledBack: true)));
    }

    [Theory]
    [InlineData(raw.SQLITE_OK)]
    [InlineData(raw.SQLITE_ROW)]
    [InlineData(raw.SQLITE_DONE)]
    public void A_success_is_not_judged(int code) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OutcomeTable.Judge(WritePhase.Commit, code, isRolledBack: true));

    [Fact]
    public void The_table_names_every_primary_code_that_the_library_knows() =>
        Assert.Equal(CodesOfTheLibrary(), PrimaryCodes().Select(pair => pair.Value).Order());

    [Fact]
    public void An_extended_code_is_judged_as_its_primary_code_unless_the_table_names_it_apart()
    {
        var apart = ExtendedCodes().Where(pair => Apart.ContainsKey(pair.Key)).Select(pair => pair.Value).ToHashSet();
        Assert.Equal(Apart.Count, apart.Count);
        foreach (var primary in CodesOfTheLibrary())
        {
            foreach (var code in Enumerable.Range(0, 256).Select(extension => primary | (extension << 8)).Where(code => !apart.Contains(code)))
            {
                foreach (var phase in Enum.GetValues<WritePhase>())
                    Assert.Equal(OutcomeTable.Judge(phase, primary, isRolledBack: true), OutcomeTable.Judge(phase, code, isRolledBack: true));
            }
        }
    }

    private static string Spell(WriteVerdict verdict) => verdict switch
    {
        WriteVerdict.NotExecuted notExecuted => notExecuted.Reason + (notExecuted.DegradesStore ? "!" : ""),
        WriteVerdict.Unknown => "Unknown",
        WriteVerdict.DecideAgain => "Again",
        _ => throw new InvalidOperationException($"Expected a known verdict, found {verdict}."),
    };

    // Codes count from 1; the library has words for the last that it knows, and one phrase for all beyond it.
    private static IEnumerable<int> CodesOfTheLibrary()
    {
        Batteries_V2.Init();
        var unknown = raw.sqlite3_errstr(99).utf8_to_string();
        return Enumerable.Range(1, Enumerable.Range(1, 99).Last(code => raw.sqlite3_errstr(code).utf8_to_string() != unknown));
    }

    // The wrapper's own constants: 1 to 28 are the primary codes, and nothing but their names tells them from flags and limits.
    private static IEnumerable<KeyValuePair<string, int>> PrimaryCodes() =>
        Constants().Where(pair => Expected.ContainsKey(pair.Key) && pair.Value is >= 1 and <= 28 && !NotFailures.Contains(pair.Key));

    private static IEnumerable<KeyValuePair<string, int>> ExtendedCodes() => Constants().Where(pair =>
        pair.Value > 0xFF && Expected.Keys.Any(primary => pair.Key.StartsWith(primary + "_", StringComparison.Ordinal)));

    private static string PrimaryNameOf(int code) => PrimaryCodes().Single(pair => pair.Value == (code & 0xFF)).Key;

    private static IEnumerable<KeyValuePair<string, int>> Constants() =>
        from field in typeof(raw).GetFields(BindingFlags.Public | BindingFlags.Static)
        where field.IsLiteral && field.FieldType == typeof(int)
        select KeyValuePair.Create(field.Name, (int)(field.GetRawConstantValue() ?? 0));
}
