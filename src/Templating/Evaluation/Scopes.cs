using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Where names are looked up, innermost first: loops, the objects of <c>with</c> and of functions, the model, the builtins.</summary>
internal sealed class Scopes
{
    private readonly List<Scope> scopes = [];
    private readonly Stack<Locals> locals = new();
    private readonly Action<string>? read;
    private readonly TemplateObject variables;
    private HashSet<string>? own;

    public Scopes(TemplateObject builtins, TemplateObject model, Action<string>? read)
    {
        this.read = read;
        Enter(builtins);

        // A copy of the model takes the template's own variables, so that a render leaves no trace in what it was given.
        model.Give();
        variables = new TemplateObject(model);
        Enter(variables);
        locals.Push(new Locals([], wrapped: null));
    }

    /// <summary>The object that names are assigned to.</summary>
    public TemplateObject Current { get; private set; } = [];

    /// <summary>The same as a value, by which every name in it can be read.</summary>
    public TemplateObject This
    {
        get
        {
            foreach (var name in read is null ? [] : Current.Keys)
            {
                Note(Current, name);
            }

            return Current;
        }
    }

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
                    Note(members, name);
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
        if (read is not null && ReferenceEquals(Current, variables))
        {
            (own ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
        }
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

    // What the template gave a value itself is no longer the model's.
    private void Note(TemplateObject members, string name)
    {
        if (ReferenceEquals(members, variables) && own?.Contains(name) != true)
        {
            read?.Invoke(name);
        }
    }

    private readonly record struct Scope(TemplateObject? Members, LoopState? Loop, string? Variable);
}
