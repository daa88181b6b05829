namespace PlanRunner.Steps.Model;

/// <summary>The permanent identity of a step: its ids from the root, <c>replicate/publication</c>, instances as <c>id[key]</c>.</summary>
internal readonly record struct StepPath(string Value)
{
    public StepPath Child(string id) => new(Value.Length == 0 ? id : $"{Value}/{id}");

    public StepPath Parent => Value.LastIndexOf('/') is var slash && slash >= 0 ? new StepPath(Value[..slash]) : new StepPath("");

    public bool IsRoot => Value.Length == 0;

    public bool IsWithin(StepPath group) => group.IsRoot || Value.StartsWith(group.Value + "/", StringComparison.Ordinal);

    /// <summary>The path of one instance of a foreach; the characters that have a meaning in a path are percent-encoded.</summary>
    public StepPath Instance(string key) => new($"{Value}[{Encode(key)}]");

    /// <summary>
    /// This path, which names no instances, in those instances of a foreach that <paramref name="near"/> is in:
    /// <c>tables/make</c> near <c>tables[a]/load</c> is <c>tables[a]/make</c>.
    /// </summary>
    public StepPath InInstancesOf(StepPath near)
    {
        var (own, others) = (Value.Split('/'), near.Value.Split('/'));
        for (var i = 0; i < own.Length && i < others.Length; i++)
        {
            var bracket = others[i].IndexOf('[', StringComparison.Ordinal);
            if (own[i] != (bracket < 0 ? others[i] : others[i][..bracket]))
                break;
            own[i] = others[i];
        }

        return new StepPath(string.Join('/', own));
    }

    private static string Encode(string key) =>
        key.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("/", "%2F", StringComparison.Ordinal)
            .Replace("[", "%5B", StringComparison.Ordinal)
            .Replace("]", "%5D", StringComparison.Ordinal);

    public override string ToString() => Value;
}
