using System.Text;
using ApiBridge.Domain;
using CsCheck;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>Whoever has the queue's key writes messages.</summary>
public sealed class MessageFuzzTests
{
    private const string Good = """
        {
          "specversion":"1.0","id":"1","source":"/clusters/a/exposedapis","type":"org.tmforum.oda.exposedapi.changed","time":"2026-01-02T03:04:05Z",
          "datacontenttype":"application/json","subject":"shop/orders","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "data":{
            "key":{"namespace":"shop","name":"orders","uid":"6f1e9f0e-5a1f-4a37-b1ee-0a3ef7a3b8f1"},"reason":"Deleted","resourceVersion":"7","attempt":3,"inDoubt":true,
            "deleting":true,"gateway":"gateway:8080","firstTime":"2026-01-02T03:04:00Z","endpointSlices":["orders-abc"],
            "neighbours":[{"namespace":"shop","name":"older","uid":"1","role":"blocks"},{"namespace":"shop","name":"oldest","uid":"2","role":"holds"}],
            "lastRegistration":{"name":"orders","path":"/orders","implementation":"orders","port":8080,"specification":{"url":"https://x/y.json"}}
          }
        }
        """;

    [Fact]
    public void AMessageIsAnEventOrMalformed() =>
        Mutation.OfJson(Good).Sample(message => Read(Encoding.UTF8.GetBytes(message)), iter: Inputs.Each);

    [Fact]
    public void BytesAreAnEventOrMalformed() =>
        Mutation.OfBytes(Good).Sample(Read, iter: Inputs.Each, print: Encoding.Latin1.GetString);

    // What was taken can be sent on, names an object, and has nothing in it that counting on would break.
    private static void Read(byte[] message)
    {
        ApiEvent read;
        try
        {
            read = ApiEventCodec.Decode(message);
        }
        catch (MalformedEventException exception)
        {
            Assert.DoesNotContain(exception.Message, character => char.IsControl(character));
            Assert.InRange(exception.Message.Length, 1, 2_000);
            return;
        }

        Assert.True(KubernetesName.IsValid(read.Key.Name) && KubernetesName.IsService(read.Key.Namespace), read.Key.ToString());
        Assert.InRange(read.Attempt, 0, int.MaxValue - 1);
        var sentOn = ApiEventCodec.Encode(read with { Attempt = read.Attempt + 1 });
        Assert.InRange(sentOn.Length, 1, ApiEventCodec.MaxBytes);
        Assert.Equal(read.Key, ApiEventCodec.Decode(sentOn).Key);
    }
}
