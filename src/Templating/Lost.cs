using System.Collections;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>Stands for a value that could not be made, so that what follows from a mistake is not told as a second one.</summary>
internal sealed class Lost : IEnumerable, IScriptCustomBinaryOperation
{
    public static readonly Lost Value = new();

    public static TextFault Fault(SourceSpan span) => new(span, "", silent: true);

    public bool TryEvaluate(TemplateContext context, SourceSpan span, ScriptBinaryOperator op, SourceSpan leftSpan, object? leftValue, SourceSpan rightSpan, object? rightValue, out object? result) =>
        throw Fault(span);

    public IEnumerator GetEnumerator() => throw Fault(default);
}
