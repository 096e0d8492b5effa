using System.Text.Json;
using EventAdmin.Browser.Tests.Browsing;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Walls;

/// <summary>Runs the board's own module of decisions, with a clock that the test turns: weeks pass in a moment.</summary>
public sealed class The_rules_of_a_board(SharedApp app) : BrowserTest(app)
{
    // A policy that lets nothing but our own scripts run lets no test import one either.
    protected override BrowserNewContextOptions Viewer => new() { BypassCSP = true };

    // Runs a board against a server that answers at the times that isUp tells, second by second.
    private const string Simulation =
        """
        const day = 86400000;
        function live(days, isUp, { build = 'a', buildOf = () => 'a', random = () => 0.5, reloads = [], speaks = () => true, want = () => null } = {}) {
          let now = 0;
          const make = () => new rules.Recovery({ build: buildOf(now), now, calendar: () => now, reloads, random });
          let recovery = new rules.Recovery({ build, now, calendar: () => now, reloads, random });
          const seen = { probes: [], reloads: [], opens: [], waits: [], lives: [] };
          let isOpen = true, lostAt = null;
          for (; now < days * day; now += 1000) {
            if (isOpen && isUp(now) && speaks(now)) { recovery.heard(now); if (lostAt !== null) { seen.waits.push(now - lostAt); lostAt = null; } seen.lives.push(now); }
            if (!isUp(now)) lostAt = now + 1000;
            if (want(now)) recovery.want(want(now));
            const step = recovery.next(now);
            if (step === 'close') isOpen = false;
            if (step === 'wait') continue;
            seen.probes.push(now);
            const then = recovery.probed(now, isUp(now) ? { ready: true, build: buildOf(now) } : null);
            if (then === 'open') { isOpen = true; seen.opens.push(now); }
            if (then === 'reload') { reloads = recovery.reloading(); seen.reloads.push([now, recovery.reason]); recovery = make(); isOpen = true; }
          }
          return seen;
        }
        """;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Page.GotoAsync(new Uri(Address, "/wall/main").ToString());
    }

    [Fact]
    public async Task Probe_without_end_while_nobody_answers_and_go_on_within_seconds_afterwards()
    {
        var seen = await RunAsync("const back = 10 * day + 5000; const seen = live(10.001, now => now < 5000 || now >= back); return { probes: seen.probes.length, waits: seen.waits, reloads: seen.reloads.length };");

        // Ten days at one in three to five seconds.
        Assert.InRange(seen.GetProperty("probes").GetInt32(), 10 * 86400 / 5, 10 * 86400 / 3);
        Assert.InRange(Assert.Single(seen.GetProperty("waits").EnumerateArray()).GetInt32(), 0, 6000);
        Assert.Equal(0, seen.GetProperty("reloads").GetInt32());
    }

    [Fact]
    public async Task Survive_a_month_of_outages_of_every_length()
    {
        var seen = await RunAsync(
            """
            const isUp = now => { const hour = now % 3600000; const length = [1, 5, 14, 16, 60, 400, 1800][Math.floor(now / 3600000) % 7] * 1000; return hour < 600000 || hour >= 600000 + length; };
            const seen = live(30, isUp);
            return { outages: seen.waits.length, longest: Math.max(...seen.waits), reloads: seen.reloads.length };
            """);

        Assert.Equal(720, seen.GetProperty("outages").GetInt32());
        Assert.InRange(seen.GetProperty("longest").GetInt32(), 0, 6000);
        Assert.Equal(0, seen.GetProperty("reloads").GetInt32());
    }

    [Fact]
    public async Task Load_the_page_anew_when_another_build_answers_and_only_after_it_answered()
    {
        var seen = await RunAsync("return live(0.1, now => now < 5000 || now >= 65000, { buildOf: now => now < 65000 ? 'a' : 'b' }).reloads;");

        var reload = Assert.Single(seen.EnumerateArray());
        Assert.InRange(reload[0].GetInt32(), 65000, 71000);
        Assert.Equal("build", reload[1].GetString());
    }

    [Fact]
    public async Task Load_the_page_at_most_three_times_in_five_minutes_and_probe_once_a_minute_then()
    {
        // Every answer is of another build.
        var seen = await RunAsync("const seen = live(0.01, () => true, { build: 'x', buildOf: now => String(now), want: () => 'build' }); return { reloads: seen.reloads.map(one => one[0]), probes: seen.probes };");

        var reloads = seen.GetProperty("reloads").EnumerateArray().Select(at => at.GetInt32()).ToList();
        Assert.All(reloads.Zip(reloads.Skip(3)), pair => Assert.True(pair.Second - pair.First >= 300_000, $"{pair.First} and {pair.Second}"));
        Assert.True(reloads.Count > 3, "After five minutes it may load itself again.");
        Assert.True(reloads[3] - reloads[2] >= 240_000, "The fourth has to wait.");
    }

    [Fact]
    public async Task Load_the_page_anew_when_a_server_that_is_ready_says_nothing()
    {
        var seen = await RunAsync("return live(0.02, () => true, { speaks: now => now < 5000 || now > 600000 }).reloads;");

        Assert.Equal("silence", seen.EnumerateArray().First()[1].GetString());
    }

    [Fact]
    public async Task Probe_once_a_minute_and_keep_the_page_while_the_guard_holds()
    {
        var seen = await RunAsync("return live(0.002, now => now < 5000, { reloads: [-1000, -2000, -3000] });");

        var probes = seen.GetProperty("probes").EnumerateArray().Select(at => at.GetInt32()).ToList();
        Assert.All(probes.Zip(probes.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 60_000, 61_000));
        Assert.Equal(0, seen.GetProperty("reloads").GetArrayLength());
    }

    [Theory]
    [InlineData("05:00", "03:00")]
    [InlineData("04:30", "03:00")]
    [InlineData("02:30", "03:00")]
    [InlineData("00:00", "03:00")]
    public async Task Plan_one_load_a_day_in_the_small_hours_an_hour_away_at_least(string opened, string earliest)
    {
        var planned = await RunAsync(
            $$"""
            const minute = rules.minuteOf('{{opened}}');
            return [0, 0.5, 0.999].map(random => rules.plannedReload(0, minute, () => random)).map(at => ({ hours: at / 3600000, minute: (minute + at / 60000) % 1440 }));
            """);

        Assert.All(planned.EnumerateArray(), plan =>
        {
            Assert.InRange(plan.GetProperty("hours").GetDouble(), 1, 25);
            Assert.InRange(plan.GetProperty("minute").GetInt32(), (int)TimeSpan.Parse(earliest, System.Globalization.CultureInfo.InvariantCulture).TotalMinutes, 5 * 60);
        });
        Assert.Equal(3, planned.EnumerateArray().Select(plan => plan.GetProperty("minute").GetInt32()).Distinct().Count());
    }

    [Fact]
    public async Task Mark_a_figure_by_the_age_of_its_check()
    {
        var marks = await RunAsync("return [0, 5000, 5001, 15000, 15001, 60000, 60001].map(rules.ageMark);");

        Assert.Equal(["fresh", "fresh", "aging", "aging", "stale", "stale", "dead"], marks.EnumerateArray().Select(mark => mark.GetString()));
    }

    [Fact]
    public async Task Are_dark_by_night_whichever_way_round_it_lies()
    {
        var dark = await RunAsync(
            """
            const [early, late] = ['07:00', '19:00'].map(rules.minuteOf);
            return [
              ...['06:59', '07:00', '18:59', '19:00'].map(time => rules.isDark('schedule', rules.minuteOf(time), early, late)),
              ...['06:59', '07:00', '18:59', '19:00'].map(time => rules.isDark('schedule', rules.minuteOf(time), late, early)),
              rules.isDark('light', 0, early, late), rules.isDark('dark', 720, early, late)];
            """);

        Assert.Equal([true, false, false, true, false, true, true, false, false, true], dark.EnumerateArray().Select(one => one.GetBoolean()));
    }

    [Fact]
    public async Task Place_the_most_important_tiles_first_and_count_the_others()
    {
        var placed = await RunAsync(
            """
            const tiles = ['store', 'feed', 'rate', 'events', 'categories'];
            return [3, 5, 8, 12].map(distance => { const size = { width: 1920, height: 1080 }; return rules.place(tiles, { ...size, body: rules.sizes({ distance, diagonal: 55, ...size }).body }); });
            """);

        var leftOut = placed.EnumerateArray().Select(place => place.GetProperty("leftOut").EnumerateArray().Select(tile => tile.GetString()).ToList()).ToList();
        Assert.Empty(leftOut[0]);
        Assert.Equal(["categories"], leftOut[1]);
        Assert.Equal(["store", "feed", "rate", "events", "categories"], leftOut[2]);
        Assert.Equal(["clock", "store", "feed", "rate", "events", "categories"], leftOut[3]);
    }

    private async Task<JsonElement> RunAsync(string body) =>
        await Page.EvaluateAsync<JsonElement>($"async () => {{ const rules = await import('/js/wall/rules.js'); {Simulation} {body} }}");
}
