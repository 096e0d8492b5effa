using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Testing.Network;

/// <summary>Passes TCP connections on to a server, and cuts them when told, in the middle of whatever they carry.</summary>
public sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Uri _server;
    private readonly Task _accepting;

    // Guards the list.
    private readonly Lock _guardsOpen = new();
    private readonly List<TcpClient> _open = [];
    private int _cuts;
    private int _taken;

    public CuttableProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Address { get; }

    /// <summary>Of so many connections one is cut when its first answer comes, before anything of it is passed on; 0 for none.</summary>
    public int AnswersCut { get; init; }

    /// <summary>Connections that were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Cuts every connection there is; further ones are taken.</summary>
    public void Cut()
    {
        lock (_guardsOpen)
        {
            foreach (var socket in _open)
                Close(socket);

            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _listener.Dispose();
    }

    private void Close(TcpClient socket)
    {
        // Without lingering the other side is told of a reset, as when a cable or a router fails.
        if (socket.Client is { } raw)
            raw.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        Interlocked.Increment(ref _cuts);
    }

    /// <summary>Waits for an answer and throws it away.</summary>
    private async Task LoseAsync(NetworkStream answers)
    {
        var lost = new byte[1];
        _ = await answers.ReadAtLeastAsync(lost, lost.Length, throwOnEndOfStream: false, _stopping.Token);
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }

        await Task.WhenAll(passing);
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, _stopping.Token);
            lock (_guardsOpen)
                _open.Add(near);
            var (nearStream, farStream) = (near.GetStream(), far.GetStream());
            var isAnswerCut = AnswersCut > 0 && Interlocked.Increment(ref _taken) % AnswersCut == 0;
            await Task.WhenAny(nearStream.CopyToAsync(farStream, _stopping.Token), isAnswerCut ? LoseAsync(farStream) : farStream.CopyToAsync(nearStream, _stopping.Token));
            if (isAnswerCut)
                Close(near);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut.
        }
        finally
        {
            lock (_guardsOpen)
                _open.Remove(near);
        }
    }
}
