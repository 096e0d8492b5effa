using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Http.Api;

namespace EventAdmin.Web.Http.Feeds;

/// <summary>Makes writers of server-sent events.</summary>
internal sealed class LiveWriterFactory(TimeProvider clock, ILogger<LiveWriterFactory> logger)
{
    public LiveWriter For(HttpResponse response) => new(response.BodyWriter, clock, logger);
}

/// <summary>
/// Delivers a subscription as server-sent events. It pulls a batch, writes it, and waits until the connection took it: nothing is queued
/// for a slow reader, who gets the rest from the store when it reads on. Not thread-safe.
/// </summary>
internal sealed class LiveWriter(PipeWriter output, TimeProvider clock, ILogger logger)
{
    private const int BytesBetweenFlushes = 64 * 1024;

    // Proxies and firewalls end connections that are silent for a minute or less.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly ArrayBufferWriter<byte> _json = new(1024);
    private int _unflushed;

    public async Task DeliverAsync(FeedSubscription subscription, CancellationToken ending)
    {
        try
        {
            // Headers reach the reader at once, and with them how long it waits before it connects again.
            output.Write("retry: 1000\n\n"u8);
            await output.FlushAsync(ending);
            await using var batches = subscription.ReadAsync(ending).GetAsyncEnumerator(ending);
            while (await MoveAsync(batches, ending))
            {
                await WriteAsync(batches.Current, ending);
                if (batches.Current.IsCaughtUp)
                    await LivePace.RestAsync(clock, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader left, or the server stops: it resumes after the last message that it got.
        }
        catch (EventStorageException e)
        {
            // The answer has begun, so its end is all that can be told: the reader connects again.
            logger.FeedDeliveryFailed(e);
        }
    }

    private async Task<bool> MoveAsync(IAsyncEnumerator<FeedBatch> batches, CancellationToken ending)
    {
        var move = batches.MoveNextAsync();
        if (move.IsCompleted)
            return await move;
        var moving = move.AsTask();
        try
        {
            while (true)
            {
                try
                {
                    return await moving.WaitAsync(Silence, clock, CancellationToken.None);
                }
                catch (TimeoutException) when (!moving.IsCompleted)
                {
                    output.Write(": still here\n\n"u8);
                    await output.FlushAsync(ending);
                }
            }
        }
        finally
        {
            // A subscription must not be let go of while it moves; it stops to when the reader has left.
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(FeedBatch batch, CancellationToken ending)
    {
        foreach (var e in batch.Events)
        {
            WriteEvent(e);
            if (_unflushed > BytesBetweenFlushes)
                await FlushAsync(ending);
        }

        if (batch.Events is not [.., var last] || last.Position != batch.Position || batch.IsCaughtUp)
            WriteProgress(batch);
        await FlushAsync(ending);
    }

    private async Task FlushAsync(CancellationToken ending)
    {
        _unflushed = 0;
        await output.FlushAsync(ending);
    }

    private void WriteEvent(RecordedEvent e)
    {
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json, EventJson.WriterOptions))
            EventJson.Write(writer, e);
        WriteMessage(e.Position, FeedProgress.EventMessage, _json.WrittenSpan);
    }

    private void WriteProgress(FeedBatch batch)
    {
        var progress = new FeedProgress { Position = batch.Position.ToString(), IsCaughtUp = batch.IsCaughtUp };
        WriteMessage(batch.Position, FeedProgress.ProgressMessage, JsonSerializer.SerializeToUtf8Bytes(progress, ApiJson.Wire.FeedProgress));
    }

    // Line breaks between the tokens of stored JSON become lines of the message, which readers put together again with line breaks.
    private void WriteMessage(FeedPosition position, string name, ReadOnlySpan<byte> data)
    {
        output.Write(Encoding.ASCII.GetBytes($"id: {position}\nevent: {name}\n"));
        foreach (var line in data.Split((byte)'\n'))
        {
            output.Write("data: "u8);
            output.Write(data[line]);
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
        _unflushed += data.Length;
    }
}
