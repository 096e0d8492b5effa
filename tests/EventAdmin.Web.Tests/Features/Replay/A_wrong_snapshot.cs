using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Features.Operations;
using EventAdmin.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Features.Replay;

/// <summary>A snapshot in the store's file that does not stand for the stream's history.</summary>
public sealed class A_wrong_snapshot(ListeningHost host) : IClassFixture<ListeningHost>
{
    private static readonly StreamId Stream = StreamId.Parse("cart-1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_never_shown_made_anew_and_told_to_who_looks_after_the_store()
    {
        using var http = host.CreateClient();
        await AppendManyAsync(count: 300);
        var right = await StateAsync(http);
        await FalsifyAsync();

        var shown = await StateAsync(http);

        Assert.Equal(right, shown);
        using var scope = host.Services.CreateScope();
        var facts = await scope.ServiceProvider.GetRequiredService<OperationsService>().ReadAsync(Stop);
        Assert.Equal(1, facts.SnapshotsRejected);
        Assert.Equal(Stream, facts.NewestRejectedSnapshot?.Stream);
        var snapshot = await FindAsync();
        Assert.DoesNotContain("falsified", System.Text.Encoding.UTF8.GetString(snapshot.State.Span), StringComparison.Ordinal);
    }

    private async Task AppendManyAsync(int count)
    {
        for (var i = 0; i < count; i += 100)
        {
            var events = Enumerable.Range(i, 100).Select(number => new NewEvent
            {
                Id = EventId.New(TimeProvider.System),
                Type = "Counted",
                Data = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int>(StringComparer.Ordinal) { ["count"] = number }),
            });
            Assert.IsType<AppendOutcome.Appended>(await host.Store.AppendAsync(AppendRequest.To(Stream, ExpectedVersion.Any, [.. events]), Stop));
        }
    }

    private static async Task<string> StateAsync(HttpClient http)
    {
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri($"api/streams/{Stream}/state", UriKind.Relative), Stop));
        return answer.RootElement.GetProperty("state").GetRawText();
    }

    // Whole in itself, but of a history that the stream does not have.
    private async Task FalsifyAsync()
    {
        var state = """{"count":"falsified"}"""u8.ToArray();
        await host.Store.Storage.SaveSnapshotAsync(
            await FindAsync() with { State = state, StateHash = System.Security.Cryptography.SHA256.HashData(state), History = HistoryHasher.Seed(Stream) }, Stop);
    }

    private async Task<Snapshot> FindAsync() =>
        await host.Store.Storage.FindSnapshotAsync(Stream, $"{MergePatchReducer.Instance.Name}@{MergePatchReducer.Instance.Version}", Stop)
        ?? throw new InvalidOperationException("Expected a snapshot.");
}
