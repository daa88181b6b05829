namespace PlanRunner.Templating;

/// <summary>A function that takes any arguments as they are, or those that another one takes.</summary>
internal abstract class Function : IScriptCustomFunction
{
    private readonly IScriptFunctionInfo? like;

    private protected Function(IScriptFunctionInfo? like = null) => this.like = like;

    int IScriptFunctionInfo.RequiredParameterCount => like?.RequiredParameterCount ?? 0;

    int IScriptFunctionInfo.ParameterCount => like?.ParameterCount ?? 0;

    ScriptVarParamKind IScriptFunctionInfo.VarParamKind => like?.VarParamKind ?? ScriptVarParamKind.Direct;

    Type IScriptFunctionInfo.ReturnType => like?.ReturnType ?? typeof(object);

    // A string is asked for as an object: Scriban would make one of a text of ours, and what it is made of be lost.
    ScriptParameterInfo IScriptFunctionInfo.GetParameterInfo(int index) =>
        like?.GetParameterInfo(index) switch
        {
            null => new(typeof(object), "value"),
            { HasDefaultValue: true } info when info.ParameterType == typeof(string) => new(typeof(object), info.Name, info.DefaultValue),
            { } info when info.ParameterType == typeof(string) => new(typeof(object), info.Name),
            { } info => info,
        };

    object? IScriptCustomFunction.Invoke(
        TemplateContext context,
        ScriptNode? callerContext,
        ScriptArray arguments,
        ScriptBlockStatement? blockStatement
    ) => Invoke((RenderContext)context, callerContext ?? context.CurrentNode!, arguments, blockStatement);

    ValueTask<object?> IScriptCustomFunction.InvokeAsync(
        TemplateContext context,
        ScriptNode? callerContext,
        ScriptArray arguments,
        ScriptBlockStatement? blockStatement
    ) => ValueTask.FromResult(((IScriptCustomFunction)this).Invoke(context, callerContext, arguments, blockStatement));

    private protected abstract object? Invoke(RenderContext context, ScriptNode caller, ScriptArray arguments, ScriptBlockStatement? block);
}
