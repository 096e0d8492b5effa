using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class Folding_random_histories
{
    [Fact]
    public Task Gives_what_the_specification_of_merge_patch_gives_and_blames_alike_with_and_without_comparing() =>
        RandomJson.Object.Array[1, 12].SampleAsync(
            async patches =>
            {
                var history = new History(new ReplayOptions { SnapshotAfterEvents = 4, PageSize = 3 });
                await history.AppendAsync(patches);
                for (var version = 0; version < patches.Length; version++)
                {
                    var moment = new Moment.AtVersion(StreamVersion.Of(version));
                    var expected = patches.Take(version + 1).Aggregate((JsonNode)new JsonObject(), (state, patch) => Patch(state, JsonNode.Parse(patch))!);
                    var state = await history.ReplayAsync(moment);
                    Assert.Equal(StateFingerprint.Of(Encoding.UTF8.GetBytes(expected.ToJsonString()), []), StateFingerprint.Of(state.Json, []));
                    Assert.Equal(await BlameAsync(history, moment, MergePatchReducer.Instance), await BlameAsync(history, moment, new PlainMergePatch()));
                }
            }, iter: 100, threads: 1);

    // RFC 7396, section 2, word for word.
    private static JsonNode? Patch(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
            return patch?.DeepClone();
        var result = target is JsonObject ? (JsonObject)target.DeepClone() : [];
        foreach (var (name, value) in members)
        {
            if (value is null)
                result.Remove(name);
            else
                result[name] = Patch(result[name], value);
        }

        return result;
    }

    private static async Task<string> BlameAsync(History history, Moment moment, IReducer reducer)
    {
        var request = new ReplayRequest { Stream = history.Stream, Reducer = reducer, Moment = moment };
        var token = TestContext.Current.CancellationToken;
        var blame = Assert.IsType<HistoryResult<FieldBlame>.Found>(await history.Replayer.BlameAsync(request, ReadOptions.Default, token)).Value;
        var map = Assert.IsType<HistoryResult<ChangeMap>.Found>(await history.Replayer.MapChangesAsync(request, ReadOptions.Default, token)).Value;
        return string.Join(' ', blame.Fields.Select(field => $"{field.Path}={field.Json}@{field.Version}").Append(string.Join(',', map.Bars.Select(bar => bar.Changes))));
    }
}
