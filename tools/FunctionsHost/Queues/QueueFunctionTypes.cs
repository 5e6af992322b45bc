using System.Reflection;
using System.Reflection.Emit;
using ApiBridge.FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>
/// Shows the WebJobs SDK the app's queue functions as it looks for them: a class with a method for each, whose parameter has the trigger's
/// attribute. The class is made at run time, since the functions are known from the worker alone.
/// </summary>
internal sealed class QueueFunctionTypes(IEnumerable<FunctionDefinition> functions) : ITypeLocator
{
    // The Functions host's name for them, which its log shows: Functions.ReconcileExposedApi.
    private const string ClassName = "Functions";

    private static readonly MethodInfo Run = typeof(QueueFunctions).GetMethod("RunAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static readonly ConstructorInfo Attribute = typeof(QueueTriggerAttribute).GetConstructor([typeof(string)])!;

    private static readonly PropertyInfo Connection = typeof(QueueTriggerAttribute).GetProperty(nameof(QueueTriggerAttribute.Connection))!;

    private readonly Type _type = Build(functions);

    /// <inheritdoc/>
    public IReadOnlyList<Type> GetTypes() => [_type];

    private static Type Build(IEnumerable<FunctionDefinition> functions)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new("ApiBridge.FunctionsHost.Generated"), AssemblyBuilderAccess.Run).DefineDynamicModule("Functions");
        var type = module.DefineType(ClassName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(QueueFunctions));
        foreach (var function in functions)
        {
            if (function.Queue is { } queue)
            {
                Add(type, function.Name, queue);
            }
        }

        return type.CreateType();
    }

    // public Task <name>([QueueTrigger("<queue>", Connection = "<connection>")] ParameterBindingData message, CancellationToken token)
    //     => RunAsync("<name>", "<parameter>", message, token);
    private static void Add(TypeBuilder type, string name, QueueTriggerBinding queue)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public, typeof(Task), [typeof(ParameterBindingData), typeof(CancellationToken)]);
        method.DefineParameter(1, ParameterAttributes.None, queue.Parameter)
            .SetCustomAttribute(new CustomAttributeBuilder(Attribute, [queue.QueueName], [Connection], [queue.Connection]));
        method.DefineParameter(2, ParameterAttributes.None, "cancellationToken");
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldstr, name);
        code.Emit(OpCodes.Ldstr, queue.Parameter);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Call, Run);
        code.Emit(OpCodes.Ret);
    }
}
