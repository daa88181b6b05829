using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Where names are looked up, innermost first: loops, the objects of <c>with</c> and of functions, the model, the builtins.</summary>
internal sealed class Scopes
{
    private readonly List<Scope> scopes = [];
    private readonly Stack<Locals> locals = new();

    public Scopes(TemplateObject builtins, TemplateObject model)
    {
        Enter(builtins);

        // A copy of the model takes the template's own variables, so that a render leaves no trace in what it was given.
        model.Give();
        Enter(new TemplateObject(model));
        locals.Push(new Locals([], wrapped: null));
    }

    /// <summary>The object that names are assigned to.</summary>
    public TemplateObject Current { get; private set; } = [];

    public Locals Locals => locals.Peek();

    public IEnumerable<string> Names =>
        scopes.SelectMany(scope => scope.Members?.Keys ?? (scope.Variable is { } name ? [name] : Array.Empty<string>()));

    public bool TryGet(string name, out object? value)
    {
        for (var index = scopes.Count - 1; index >= 0; index--)
        {
            var scope = scopes[index];
            if (scope.Members is { } members)
            {
                if (members.TryGet(name, out value))
                {
                    return true;
                }
            }
            else if (scope.Loop is { } loop)
            {
                if (string.Equals(name, scope.Variable, StringComparison.Ordinal))
                {
                    value = loop.Value;
                    return true;
                }

                if (string.Equals(name, loop.Keyword, StringComparison.Ordinal))
                {
                    value = loop;
                    return true;
                }
            }
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value, Place place)
    {
        for (var index = scopes.Count - 1; index >= 0 && scopes[index].Loop is { } loop; index--)
        {
            if (string.Equals(name, scopes[index].Variable, StringComparison.Ordinal))
            {
                loop.Value = value;
                return;
            }
        }

        if (Current.IsGiven)
        {
            throw new TemplateFault(place, $"{name} cannot be changed here: the object was given to the template", "Assign to a variable of your own.");
        }

        if (Current.IsLocked(name))
        {
            throw new TemplateFault(place, $"The variable {name} is read-only");
        }

        Current[name] = value;
    }

    public void Enter(TemplateObject members)
    {
        scopes.Add(new Scope(members, Loop: null, Variable: null));
        Current = members;
    }

    public void Enter(LoopState loop, string? variable) => scopes.Add(new Scope(Members: null, loop, variable));

    public void Leave()
    {
        var left = scopes[^1];
        scopes.RemoveAt(scopes.Count - 1);
        if (left.Members is not null)
        {
            Current = scopes.FindLast(scope => scope.Members is not null).Members!;
        }
    }

    public void Enter(Locals inner) => locals.Push(inner);

    public void LeaveLocals() => locals.Pop();

    private readonly record struct Scope(TemplateObject? Members, LoopState? Loop, string? Variable);
}
