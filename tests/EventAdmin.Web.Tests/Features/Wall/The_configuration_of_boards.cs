using EventAdmin.EventSourcing.Serialization;
using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Web.Features.Wall;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class The_configuration_of_boards
{
    [Fact]
    public void May_be_absent() => Assert.Empty(Failures("main", static _ => { }));

    [Fact]
    public void May_say_everything() => Assert.Empty(Failures("lobby-2", static board =>
    {
        board.Title = "Lobby";
        board.Tiles.AddRange(["events", "Rate"]);
        board.Categories.Add("license");
        board.Fields.AddRange(["data.title", "data.reason"]);
        board.Zone = "Europe/Berlin";
        board.Theme = "dark";
        (board.LightFrom, board.DarkFrom) = ("06:30", "20:00");
        (board.Distance, board.Diagonal) = (5, 75);
    }));

    [Theory]
    [InlineData("actor")]
    [InlineData("stream")]
    [InlineData("meta.source")]
    [InlineData("title")]
    [InlineData("data.")]
    [InlineData("data.customerId")]
    [InlineData("data.customerId.value")]
    [InlineData("data.address")]
    [InlineData("data.shippingAddress.line")]
    [InlineData("data.first_name")]
    [InlineData("data.contacts[0].EMail")]
    [InlineData("data.phoneNumber")]
    [InlineData("data.note")]
    [InlineData("data.deviceIP")]
    public void May_not_let_a_wall_show_what_tells_of_a_person(string field)
    {
        var failure = Assert.Single(Failures("main", board => board.Fields.Add(field)));

        Assert.StartsWith($"Wall:Boards:main:Fields names '{field}'", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_what_it_does_not_know_and_what_there_is()
    {
        var failures = Failures("main", static board =>
        {
            board.Title = new string('x', 41);
            board.Tiles.Add("Weather");
            board.Categories.Add(" ");
            board.Zone = "Mars/Olympus";
            board.Theme = "Sepia";
            (board.LightFrom, board.DarkFrom) = ("7", "25:00");
            (board.Distance, board.Diagonal) = (0, 1000);
        });

        Assert.Equal(9, failures.Count);
        Assert.Contains("Wall:Boards:main:Tiles names 'Weather'; tiles are Clock, Rate, Events, Categories, Store, Feed.", failures);
        Assert.Contains("Wall:Boards:main:LightFrom is '7'; write it as 07:00.", failures);
        Assert.All(failures, failure => Assert.StartsWith("Wall:Boards:main:", failure, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Lobby board")]
    [InlineData("../x")]
    [InlineData("")]
    public void Gives_a_board_a_name_that_can_stand_in_an_address(string name) =>
        Assert.Contains("1 to 40 small letters", Assert.Single(Failures(name, static _ => { })), StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-03-01T06:59:59+01:00", true)]
    [InlineData("2026-03-01T07:00:00+01:00", false)]
    [InlineData("2026-03-01T18:59:59+01:00", false)]
    [InlineData("2026-03-01T19:00:00+01:00", true)]
    public void Makes_a_board_dark_at_night_in_its_own_zone(string instant, bool expected) =>
        Assert.Equal(expected, BoardEvents.Board(board => board.Zone = "Europe/Berlin").IsDarkAt(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Is_left_as_it_is_by_what_an_address_says_wrongly()
    {
        var board = BoardEvents.Board();

        var view = WallView.Parse(board, [new("dist", "5"), new("diag", "-3"), new("theme", "7"), new("zoom", "2")]);

        Assert.Equal(board with { Distance = 5 }, view.Board);
        Assert.Equal(["diag=-3", "theme=7", "zoom=2"], view.NotUnderstood);
    }

    private static List<string> Failures(string name, Action<WallBoardOptions> change)
    {
        var types = new EventTypeRegistryBuilder();
        DownloadsEventTypes.Register(types);
        var options = new WallOptions();
        options.Boards.Add(name, new WallBoardOptions());
        change(options.Boards[name]);
        return [.. new WallOptionsValidation(types.Build()).Validate(name: null, options).Failures ?? []];
    }
}
