using System.Net.Sockets;

namespace EventAdmin.Testing.FakeNode;

/// <summary>Does to one request what its fault says.</summary>
internal static class FaultSender
{
    public static void Send(FakeConnection connection, FakeRequest request, FakeFault fault, Func<FakeReply> execute, List<byte[]> ready)
    {
        switch (fault)
        {
            case FakeFault.Delay delay:
                Afterwards(Task.Delay(delay.Time, TimeProvider.System), connection, [execute().Encode(request)]);
                break;
            case FakeFault.Hold hold:
                Afterwards(hold.Until, connection, [execute().Encode(request)]);
                break;
            case FakeFault.Silence silence:
                if (silence.IsExecuted)
                    execute();
                break;
            case FakeFault.Answer answer:
                if (answer.IsExecuted)
                    execute();
                ready.Add(answer.Reply.Encode(request));
                break;
            case FakeFault.Reset reset:
                if (reset.IsExecuted)
                    execute();
                InBackground(() => connection.CloseAsync(isReset: true));
                break;
            case FakeFault.OtherRequestId other:
                ready.Add(execute().Encode(request with { RequestId = other.RequestId }));
                break;
            case FakeFault.Unprepared:
                request.Node.ForgetPrepared();
                ready.Add(FakeErrors.Unprepared(request.Batch.Count > 0 ? request.Batch[0].StatementId : request.StatementId).Encode(request));
                break;
            case FakeFault.Change change:
                ready.Add(change.To(execute()).Encode(request));
                break;
            case FakeFault.NoticeFirst notice:
                var (first, second) = (notice.Notice.EncodeNotice(request.Version), execute().Encode(request));
                InBackground(() => connection.SendAsync([first, second]));
                break;
            default:
                SendSpoiled(connection, fault, execute().Encode(request));
                break;
        }
    }

    private static void SendSpoiled(FakeConnection connection, FakeFault fault, byte[] answer) => InBackground(async () =>
    {
        switch (fault)
        {
            case FakeFault.HalfAnswer:
                await connection.SendAsync([answer], wire => wire.RemoveRange(wire.Count / 2, wire.Count - wire.Count / 2));
                await connection.CloseAsync(isReset: false);
                break;
            case FakeFault.BadHeaderChecksum:
                // Bytes 3 to 5, or 5 to 7 of a packed segment, are the header's checksum.
                await connection.SendAsync([answer], wire => wire[5] ^= 0xFF);
                break;
            case FakeFault.BadPayloadChecksum:
                await connection.SendAsync([answer], wire => wire[^1] ^= 0xFF);
                break;
            case FakeFault.Bytes bytes:
                await connection.SendBytesAsync(bytes.Sent);
                break;
            default:
                throw new InvalidOperationException($"Expected a fault that is sent, found {fault}.");
        }
    });

    private static void Afterwards(Task until, FakeConnection connection, IReadOnlyList<byte[]> envelopes) => InBackground(async () =>
    {
        await until.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.SendAsync(envelopes);
    });

    private static void InBackground(Func<Task> send) => _ = Task.Run(async () =>
    {
        try
        {
            await send();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended meanwhile.
        }
    });
}
