using System.Runtime.CompilerServices;
using PlanRunner.Templating.Functions;
using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Parsing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>One render: carries out statements, works out expressions, and gathers output and errors.</summary>
internal sealed class Renderer
{
    private const int MaximumFaults = 100;
    private const int MaximumSilentFaults = 1000;
    private const int CallCost = 5;
    private const int LongestMessage = 1000;

    private readonly List<TemplateError> errors = [];
    private Dictionary<string, int>? cycles;
    private Dictionary<string, ParsedTemplate>? included;
    private int depth;

    public Renderer(TemplateOptions options, TemplateObject model)
    {
        Options = options;
        Budget = new Budget(options);
        Scopes = new Scopes(Builtins.Root, model, options.Read);
        Output = new Output(this, capture: null);
    }

    public TemplateOptions Options { get; }

    public Budget Budget { get; }

    public Scopes Scopes { get; }

    public Output Output { get; set; }

    /// <summary>The code block whose expression is being written.</summary>
    public CodeBlock? Block { get; set; }

    public Flow Flow { get; set; }

    /// <summary>The value of the <c>ret</c> that <see cref="Flow"/> tells of.</summary>
    public object? Returned { get; set; }

    /// <summary>What <c>date.format</c> was set to.</summary>
    public TextValue DateFormat { get; set; } = DateFunctions.DefaultFormat;

    /// <summary>How far each <c>array.cycle</c> has come, by its group.</summary>
    public Dictionary<string, int> Cycles => cycles ??= new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Includes that this render has parsed.</summary>
    public Dictionary<string, ParsedTemplate> Included => included ??= new Dictionary<string, ParsedTemplate>(StringComparer.Ordinal);

    public IReadOnlyList<TemplateError> Errors => errors;

    /// <summary>How often something went wrong, errors that only repeat or follow others included.</summary>
    public int Faults { get; private set; }

    /// <summary>Carries out a whole template; whatever goes wrong is in <see cref="Errors"/>.</summary>
    public void Run(IReadOnlyList<Statement> statements) => Guarded(() =>
    {
        Execute(statements);
        return null;
    });

    /// <summary>Works out one expression; whatever goes wrong is in <see cref="Errors"/>.</summary>
    public object? Run(Expression expression) => Guarded(() => Evaluate(expression));

    public void Execute(IReadOnlyList<Statement> statements)
    {
        // By index: a foreach over the interface would allocate an enumerator for every block.
        for (var index = 0; index < statements.Count && Flow == Flow.Next; index++)
        {
            try
            {
                statements[index].Execute(this);
            }
            catch (TemplateFault fault) when (!fault.EndsRender)
            {
                Report(fault);
            }
        }
    }

    public object? Evaluate(Expression expression)
    {
        Budget.Step(expression.Place);
        return RuntimeHelpers.TryEnsureSufficientExecutionStack() ? expression.Evaluate(this) : throw TooDeep(expression.Place);
    }

    public object? EvaluateOptional(Expression expression) =>
        RuntimeHelpers.TryEnsureSufficientExecutionStack() ? expression.EvaluateOptional(this) : throw TooDeep(expression.Place);

    public bool IsTrue(object? value, Place place)
    {
        Secrecy.Refuse(value, place);
        return value is not (null or false) && !ReferenceEquals(value, Builtins.Empty);
    }

    public TextValue Format(object? value, Place place) => Formatter.Format(this, value, place);

    /// <summary>The items of what can be looped over; an object's are its members, each with a key and a value.</summary>
    public IEnumerable<object?> ListOf(object? value, Place place)
    {
        switch (value)
        {
            case null:
                return [];
            case TemplateArray array:
                Budget.CheckCount(array.Count, place);
                return array;
            case NumberRange range:
                Budget.CheckCount(range.Count, place);
                return range;
            case TemplateObject members:
                Budget.CheckCount(members.Count, place, made: members.Count * 8L);
                return members.Select(member => (object?)new TemplateObject { ["key"] = member.Key, ["value"] = member.Value });
            case TextValue text:
                Secrecy.Refuse(text, place);
                Budget.CheckCount(text.Text.Length, place, made: text.Text.Length * 8L);
                return text.Letters();
            default:
                throw new TemplateFault(place, $"{Kinds.Describe(value)} is no list");
        }
    }

    public object? CallIfFunction(object? value, Place place) =>
        value is TemplateFunction function ? Invoke(function, new CallArguments(place)) : value;

    public object? Invoke(TemplateFunction function, CallArguments arguments)
    {
        var outerBlock = Block;
        Budget.Spend(CallCost, arguments.Place);
        Enter(arguments.Place);
        try
        {
            var result = Normal.Value(function.Invoke(this, arguments));
            return function.IsScript ? result : Secrecy.Keep(result, arguments);
        }
        catch (TemplateFunctionException exception)
        {
            throw new TemplateFault(arguments.Place, exception.Message, exception.Help);
        }
        finally
        {
            depth--;
            Block = outerBlock;
        }
    }

    /// <summary>Carries out the body of a function or include and gives what it returns.</summary>
    public object? RunBody(IReadOnlyList<Statement> body)
    {
        var before = Faults;
        Execute(body);
        var value = Flow == Flow.Return ? Returned : null;
        Flow = Flow.Next;
        Returned = null;
        return Faults == before
            ? value
            : throw new TemplateFault(default, "The function failed") { IsSilent = true };
    }

    public TextValue Capture(Action write)
    {
        var outer = Output;
        var builder = new TextBuilder();
        Output = new Output(this, builder);
        try
        {
            write();
        }
        finally
        {
            Output = outer;
        }

        return builder.ToText();
    }

    /// <summary>After a round of a loop: whether it was the last one.</summary>
    public bool LeavesLoop()
    {
        var leaves = Flow is Flow.Break or Flow.Return;
        if (Flow is Flow.Break or Flow.Continue)
        {
            Flow = Flow.Next;
        }

        return leaves;
    }

    public void Enter(Place place)
    {
        depth++;
        if (depth > Options.RecursionLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            depth--;
            throw new TemplateFault(place, $"Calls are nested more than {Options.RecursionLimit} levels deep") { EndsRender = true };
        }
    }

    public void Leave() => depth--;

    public void Report(TemplateFault fault)
    {
        Faults++;
        if (fault.IsSilent)
        {
            // A loop over what an earlier error left behind would fail in every round without ever telling of it.
            if (Faults > MaximumSilentFaults && !fault.EndsRender)
            {
                throw new TemplateFault(fault.Place, fault.Message) { EndsRender = true, IsSilent = true };
            }

            return;
        }

        // A message may quote a value, and that may be as long as a text can be.
        var message = fault.Message.Length > LongestMessage ? fault.Message[..LongestMessage] + "…" : fault.Message;
        var error = new TemplateError(message, fault.Place.Start, Math.Max(fault.Place.Length, 1), fault.Help, fault.Place.Source);
        if (!errors.Contains(error))
        {
            errors.Add(error);
        }

        if (Faults > MaximumFaults && !fault.EndsRender)
        {
            throw new TemplateFault(fault.Place, "There are too many errors to go on") { EndsRender = true };
        }
    }

    public void Add(IReadOnlyList<TemplateError> found)
    {
        Faults += found.Count;
        errors.AddRange(found);
    }

    /// <summary>Runs text that is part of no file: its errors are told at the place that runs it.</summary>
    public object? Relocated(Place place, Func<object?> run)
    {
        var before = errors.Count;
        try
        {
            return run();
        }
        catch (TemplateFault fault) when (!fault.IsSilent && !fault.EndsRender)
        {
            throw new TemplateFault(place, fault.Message, fault.Help);
        }
        finally
        {
            for (var index = before; index < errors.Count; index++)
            {
                errors[index] = errors[index] with { Start = place.Start, Length = place.Length, Source = place.Source };
            }
        }
    }

    private object? Guarded(Func<object?> work)
    {
        try
        {
            return work();
        }
        catch (TemplateFault fault)
        {
            Report(fault.EndsRender ? fault : new TemplateFault(fault.Place, fault.Message, fault.Help) { EndsRender = true, IsSilent = fault.IsSilent });
            return null;
        }
    }

    private static TemplateFault TooDeep(Place place) => new(place, "The expression is nested too deeply") { EndsRender = true };
}
