using System.Net;
using System.Text;
using System.Text.Json;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;
using CsCheck;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>What tenants write comes through the watch line by line, and what stands between us and the API server may spoil any of them.</summary>
public sealed class WatchLineFuzzTests
{
    private const string Event = """
        {"type":"MODIFIED","object":{"kind":"ExposedAPI","metadata":{"namespace":"shop","name":"odd","resourceVersion":"8"},"spec":{"path":"/odd","port":1}}}
        """;

    private const string Page = """
        {"kind":"ExposedAPIList","metadata":{"resourceVersion":"7","continue":"next"},"items":[
          {"metadata":{"namespace":"shop","name":"odd","resourceVersion":"5"},"spec":{"path":"/odd"}},
          {"metadata":{"namespace":"shop","name":"good","resourceVersion":"6"},"spec":{"path":"/good"}}]}
        """;

    private const string Failure = """{"kind":"Status","status":"Failure","code":410,"reason":"Expired","message":"too old","details":{"retryAfterSeconds":1}}""";

    [Fact]
    public async Task EveryLineIsReadByItselfWhateverTheOthersAre() => await Mutation.OfBytes(Event.Trim()).Array[0, 5].SampleAsync(
        async odd =>
        {
            var good = Encoding.UTF8.GetBytes("good");
            byte[][] lines = [good, .. odd.Select(line => line.Where(letter => letter != '\n').ToArray()), good];
            using var stream = new MemoryStream([.. lines.SelectMany(line => line.Append((byte)'\n'))]);
            List<byte[]> read = [];
            await foreach (var line in WatchStream.ReadAsync(stream, TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None))
            {
                Assert.True(line.IsWhole);
                read.Add(System.Buffers.BuffersExtensions.ToArray(line.Text));
            }

            Assert.Equal(lines.Where(line => line.Length > 0), read);
        },
        iter: Inputs.Each);

    [Fact]
    public void ALineTellsItsEventOrThatItIsNone() => Mutation.OfJson(Event).Sample(Read, iter: Inputs.Each);

    [Fact]
    public void ABrokenLineTellsItsEventOrThatItIsNone() => Mutation.OfBytes(Event).Sample(
        line => Read(Encoding.Latin1.GetString(line)), iter: Inputs.Each, print: Encoding.Latin1.GetString);

    [Fact]
    public void APageIsTakenApartOrNone() => Mutation.OfJson(Page).Sample(
        json =>
        {
            try
            {
                var page = Shared.Kubernetes.ListPage.Read(Encoding.UTF8.GetBytes(json));
                Assert.All(page.Items, item => Assert.False(item.IsEmpty));
            }
            catch (JsonException exception)
            {
                Assert.InRange(exception.Message.Length, 1, 1_000);
            }
        },
        iter: Inputs.Each);

    [Fact]
    public async Task AFailureIsOneWhateverItsBody() => await Mutation.OfBytes(Failure).SampleAsync(
        async body =>
        {
            using var response = new HttpResponseMessage(HttpStatusCode.Gone) { Content = new ByteArrayContent(body) };
            var failure = await StatusReader.ReadAsync(response, "GET /apis", "rule", TimeProvider.System, CancellationToken.None);
            Assert.Equal(HttpStatusCode.Gone, failure.StatusCode);
            Assert.DoesNotContain(failure.Message, char.IsControl);
            Assert.InRange(failure.RetryAfter ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        },
        iter: Inputs.Each,
        print: Encoding.Latin1.GetString);

    private static void Read(string line)
    {
        try
        {
            var (word, json) = WatchEventText.Read(new(new(Encoding.UTF8.GetBytes(line)), IsWhole: true));
            Assert.False(json.IsEmpty);
            _ = WatchEvent<string>.TypeOf(word);
        }
        catch (JsonException exception)
        {
            Assert.InRange(exception.Message.Length, 1, 1_000);
        }
    }
}
