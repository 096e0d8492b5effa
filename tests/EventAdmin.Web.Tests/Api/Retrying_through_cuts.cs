using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Network;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Api;

public sealed class Retrying_through_cuts(ListeningHost host) : IClassFixture<ListeningHost>
{
    private const int Appends = 60;
    private const int TriesMax = 100;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/streams/{0}/events", """{"expected":"{1}","events":[{"id":"{2}","type":"A","data":{"n":{3}}}]}""")]
    [InlineData("/api/appends", """{"streams":[{"stream":"{0}","expected":"{1}","events":[{"id":"{2}","type":"A","data":{"n":{3}}}]},{"stream":"{0}/beside","expected":"any"}]}""")]
    public async Task Stores_everything_once_though_answers_are_lost(string address, string body)
    {
        await using var proxy = new CuttableProxy(host.Address) { AnswersCut = 3 };
        var stream = $"cut-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var repeats = 0;
        for (var n = 0; n < Appends; n++)
        {
            var expected = n == 0 ? "no-stream" : $"v{n - 1}";
            var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
            var text = body.Replace("{0}", stream, StringComparison.Ordinal).Replace("{1}", expected, StringComparison.Ordinal)
                .Replace("{2}", id, StringComparison.Ordinal).Replace("{3}", $"{n}", StringComparison.Ordinal);
            if (await AppendAsync(proxy.Address, address.Replace("{0}", stream, StringComparison.Ordinal), text) == 200)
                repeats++;
        }

        var stored = await host.Store.ReadAllAsync(StreamId.Parse(stream), from: null, CancellationToken).ToListAsync(CancellationToken);
        Assert.Equal(Enumerable.Range(0, Appends).Select(n => $$"""{"n":{{n}}}"""), stored.Select(e => System.Text.Encoding.UTF8.GetString(e.Data.Span)));
        Assert.True(repeats > 0, "Expected some appends to be stored by a try whose answer was lost.");
    }

    /// <summary>Sends the same until an answer comes through.</summary>
    private static async Task<int> AppendAsync(Uri server, string address, string body)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            using var api = new ApiCaller(server);
            try
            {
                var reply = await api.PostAsync(address, body);
                Assert.True(reply.Status is 200 or 201, reply.Text);
                return reply.Status;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Cut: whether it is stored is not known, so the same is sent again.
            }
        }

        throw new InvalidOperationException($"Expected an answer in {TriesMax} tries.");
    }
}
