using System.Reflection;
using ApiBridge.FunctionsHost.Worker.Protocol;
using Google.Protobuf.Reflection;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>What this host speaks with the worker is what the worker's own package speaks: names, numbers and types, as its descriptor has them.</summary>
public sealed class ProtocolTests
{
    private const string Package = "Microsoft.Azure.Functions.Worker.Grpc";

    [Fact]
    public void EveryMessageFieldAndValueIsTheWorkers()
    {
        var ours = Facts(WorkerReflection.Descriptor).ToList();
        var theirs = Facts(OfTheWorker()).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("AzureFunctionsRpcMessages.StreamingMessage.invocation_request: 4, one Message AzureFunctionsRpcMessages.InvocationRequest in content", ours);
        Assert.Equal([], ours.Where(fact => !theirs.Contains(fact)));
    }

    // The descriptor is in generated code, which is internal to the package.
    private static FileDescriptor OfTheWorker() => (FileDescriptor)Assembly.LoadFrom(Path.Combine(HostProcess.BuiltApp, $"{Package}.dll"))
        .GetTypes().Single(type => type.Name == "FunctionRpcReflection")
        .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(obj: null)!;

    private static IEnumerable<string> Facts(FileDescriptor file) =>
        file.MessageTypes.SelectMany(Facts).Concat(file.EnumTypes.SelectMany(Facts)).Concat(file.Services.SelectMany(Facts));

    private static IEnumerable<string> Facts(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Select(Fact)
            .Append($"message {message.FullName}")
            .Concat(message.NestedTypes.SelectMany(Facts))
            .Concat(message.EnumTypes.SelectMany(Facts));

    private static string Fact(FieldDescriptor field)
    {
        var label = field.IsMap ? "map" : field.IsRepeated ? "many" : field.IsRequired ? "required" : "one";
        var type = field.FieldType switch
        {
            FieldType.Message => $"Message {field.MessageType.FullName}",
            FieldType.Enum => $"Enum {field.EnumType.FullName}",
            var scalar => $"{scalar}",
        };
        return $"{field.FullName}: {field.FieldNumber}, {label} {type}{(field.ContainingOneof is { } group ? $" in {group.Name}" : "")}";
    }

    private static IEnumerable<string> Facts(EnumDescriptor type) => type.Values.Select(value => $"{type.FullName}.{value.Name}: {value.Number}");

    private static IEnumerable<string> Facts(ServiceDescriptor service) => service.Methods.Select(method =>
        $"{method.FullName}: {(method.IsClientStreaming ? "stream " : "")}{method.InputType.FullName} to {(method.IsServerStreaming ? "stream " : "")}{method.OutputType.FullName}");
}
