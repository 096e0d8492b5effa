using System.Collections.Concurrent;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>
/// The end of the channel at the instance that owns the shard. It answers each question when its answer is there, in any order, and says what is
/// committed. When the other end is gone, what it asked for and is in no group yet is dropped. Thread-safe.
/// </summary>
internal sealed class InstanceServer(IShardOwner owner, InstanceHandshake handshake, CommittedHints hints, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(5);

    /// <summary>Serves one other instance until it closes.</summary>
    /// <param name="input">From it.</param>
    /// <param name="output">To it.</param>
    /// <param name="cancellationToken">Closes.</param>
    public async Task ServeAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        try
        {
            var link = await AcceptAsync(input, output, cancellationToken).ConfigureAwait(false);
            await ServeAsync(link, cancellationToken).ConfigureAwait(false);
        }
        catch (InstanceRefusedException e)
        {
            logger.InstanceRefused(e);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or FormatException)
        {
            // The other end is gone, or does not speak as an instance does.
            logger.InstanceGone(e.Message);
        }
    }

    private async Task<InstanceLink> AcceptAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(HandshakeWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await handshake.AcceptAsync(input, output, either.Token).ConfigureAwait(false);
    }

    private async Task ServeAsync(InstanceLink link, CancellationToken cancellationToken)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answering = new ConcurrentDictionary<long, Task>();
        var hinting = HintAsync(link, closed.Token);
        try
        {
            while (await link.ReceiveAsync(closed.Token).ConfigureAwait(false) is { } bytes)
            {
                var message = InstanceMessage.Parse(bytes);
                answering[message.Number] = AnswerAsync(link, message, answering, closed.Token);
            }
        }
        finally
        {
            await closed.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(answering.Values.Append(hinting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(InstanceLink link, InstanceMessage question, ConcurrentDictionary<long, Task> answering, CancellationToken closed)
    {
        // The loop goes on with the next question before this one begins.
        await Task.Yield();
        try
        {
            var answer = await AnswerAsync(question, closed).ConfigureAwait(false);
            await link.SendAsync(InstanceMessage.Write(InstanceMessageKind.Answer, question.Number, answer), closed).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other end asks again, here or elsewhere.
        }
        finally
        {
            answering.TryRemove(question.Number, out _);
        }
    }

    private async Task<Action<ByteWriter>> AnswerAsync(InstanceMessage question, CancellationToken closed)
    {
        var reader = new ByteReader(question.Body);
        switch (question.Kind)
        {
            case InstanceMessageKind.Append:
                var append = InstanceMessage.ReadAppend(reader) with { Abandoned = closed };
                var appended = await owner.AppendAsync(append, closed).ConfigureAwait(false);
                return writer => InstanceAnswer.Write(writer, appended, static (to, outcome) => InstanceAnswer.WriteOutcome(to, outcome));
            case InstanceMessageKind.Ask:
                var asked = await owner.AskAsync(InstanceMessage.ReadAppend(reader), closed).ConfigureAwait(false);
                return writer => InstanceAnswer.Write(writer, asked, InstanceAnswer.WriteOutcome);
            case InstanceMessageKind.Delete:
                var deleted = await owner.DeleteAsync(InstanceMessage.ReadStreams(reader), closed).ConfigureAwait(false);
                return writer => InstanceAnswer.Write(writer, deleted, static (to, count) => to.Int32(count));
            default:
                throw new FormatException($"Expected a question, found {question.Kind}.");
        }
    }

    private async Task HintAsync(InstanceLink link, CancellationToken closed)
    {
        while (true)
        {
            var moved = hints.Moved.Next;
            await link.SendAsync(InstanceMessage.Write(InstanceMessageKind.Committed, hints.Committed), closed).ConfigureAwait(false);
            await moved.WaitAsync(closed).ConfigureAwait(false);
        }
    }
}
