using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace PlanRunner.Tests.Repository;

/// <summary>What a method calls, read from its compiled code.</summary>
internal static class CompiledCode
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const byte FirstOfTwo = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>All methods and constructors of a type, and of the types within it.</summary>
    public static IEnumerable<MethodBase> Methods(Type type) =>
        type.GetMembers(Own).OfType<MethodBase>().Concat(type.GetNestedTypes(Own).SelectMany(Methods));

    /// <summary>
    /// The methods that it names, so also those that it hands on; all of a type that it makes, as those may be called through an
    /// interface; and the body of an async method, which the compiler puts into a type of its own.
    /// </summary>
    public static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        var machine = method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType;
        var named = Operands(method, OperandType.InlineMethod)
            .Concat(Operands(method, OperandType.InlineTok))
            .Select(token => Resolve(method, token))
            .OfType<MethodBase>()
            .ToList();
        var made = named.OfType<ConstructorInfo>().Select(constructor => constructor.DeclaringType!);
        var given = named
            .Where(m => m.IsGenericMethod)
            .SelectMany(m => m.GetGenericArguments())
            .Where(argument => !argument.IsGenericParameter);
        Type[] whole = [.. made, .. given, .. machine is null ? Type.EmptyTypes : [machine]];
        var ours = whole.Where(type => type.Assembly == method.Module.Assembly);
        return named.Concat(ours.SelectMany(type => type.GetMembers(Own).OfType<MethodBase>()));
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod);
    }

    private static IEnumerable<int> Operands(MethodBase method, OperandType wanted)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length; )
        {
            var one = code[at++];
            var operand = Codes[one == FirstOfTwo ? (short)((FirstOfTwo << 8) | code[at++]) : one].OperandType;
            if (operand == wanted)
                yield return BitConverter.ToInt32(code, at);
            at += Length(operand, code, at);
        }
    }

    private static int Length(OperandType operand, byte[] code, int at) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
            _ => 4,
        };
}
