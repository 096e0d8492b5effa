using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Torture.Clients;

/// <summary>The way from a client to a store and back, on which requests and answers are lost. It knows appends to one stream only.</summary>
internal sealed class LossyStore(IEventAppender store, HistoryRecorder recorder, int seed) : HttpMessageHandler
{
    private readonly Random _random = new(seed);
    private readonly Lock _randomLock = new();
    private int _lost;

    public int Lost => _lost;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var fate = NextFate();
        if (fate == Fate.RequestLost)
            throw Lose("the request was lost");
        var body = await request.Content!.ReadFromJsonAsync<AppendBody>(WireJson.Options, cancellationToken)
            ?? throw new InvalidOperationException("Expected a body.");
        var append = RequestOf(StreamOf(request.RequestUri!), body);
        if (fate == Fate.AnswerLost)
        {
            var invoked = System.Diagnostics.Stopwatch.GetTimestamp();
            await store.AppendAsync(append, cancellationToken);
            recorder.Add(client: 0, append, invoked, long.MaxValue, new AttemptOutcome.Unknown());
            throw Lose("the answer was lost");
        }

        var attempt = await recorder.AppendAsync(store, client: 0, append, cancellationToken);
        return attempt.Outcome is AttemptOutcome.Ok ok
            ? new HttpResponseMessage(HttpStatusCode.Created) { Content = JsonContent.Create(ReceiptOf(append, ok), options: WireJson.Options) }
            : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
    }

    private static AppendReceipt ReceiptOf(AppendRequest append, AttemptOutcome.Ok ok)
    {
        var (stream, first) = ok.Firsts.Single();
        return new AppendReceipt
        {
            AppendId = append.Id.Value,
            Stream = stream.Value,
            First = first,
            Last = first + append.EventCount - 1,
            Position = "",
            RecordedAt = DateTimeOffset.UnixEpoch,
        };
    }

    private static AppendRequest RequestOf(StreamId stream, AppendBody body) => AppendRequest.To(stream, ExpectedVersion.Any, [.. body.Events.Select(e => new NewEvent
    {
        Id = new EventId(e.Id ?? throw new InvalidOperationException("Expected the client to name its events.")),
        Type = e.Type,
        Data = JsonSerializer.SerializeToUtf8Bytes(e.Data),
    })]);

    // api/streams/~<base64url>/events
    private static StreamId StreamOf(Uri address) =>
        StreamId.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(address.Segments[^2].AsSpan().Trim('/')[1..])));

    private Fate NextFate()
    {
        lock (_randomLock)
            return _random.Next(10) switch { 0 => Fate.RequestLost, 1 or 2 => Fate.AnswerLost, _ => Fate.Answered };
    }

    private HttpRequestException Lose(string message)
    {
        Interlocked.Increment(ref _lost);
        return new HttpRequestException(message);
    }

    private enum Fate
    {
        Answered,
        RequestLost,
        AnswerLost,
    }
}
