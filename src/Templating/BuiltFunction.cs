using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>A function of ours that takes any arguments as they are.</summary>
public abstract class BuiltFunction : IScriptCustomFunction
{
    int IScriptFunctionInfo.RequiredParameterCount => 0;

    int IScriptFunctionInfo.ParameterCount => 0;

    ScriptVarParamKind IScriptFunctionInfo.VarParamKind => ScriptVarParamKind.Direct;

    Type IScriptFunctionInfo.ReturnType => typeof(object);

    ScriptParameterInfo IScriptFunctionInfo.GetParameterInfo(int index) => new(typeof(object), "value");

    object? IScriptCustomFunction.Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        Invoke((RenderContext)context, callerContext ?? context.CurrentNode!, arguments);

    ValueTask<object?> IScriptCustomFunction.InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        ValueTask.FromResult(((IScriptCustomFunction)this).Invoke(context, callerContext, arguments, blockStatement));

    private protected abstract object? Invoke(RenderContext context, ScriptNode caller, ScriptArray arguments);
}
