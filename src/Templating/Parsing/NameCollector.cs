namespace PlanRunner.Templating.Parsing;

/// <summary>Notes the names that a template reads before it has given them a value itself.</summary>
internal sealed class NameCollector
{
    private readonly Dictionary<string, int> reads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> assigned = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Names => reads.Keys.Where(name => !Functions.Builtins.Names.Contains(name)).ToHashSet(StringComparer.Ordinal);

    public void Read(string name)
    {
        if (!assigned.ContainsKey(name))
        {
            reads[name] = reads.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>What looked like a read turned out to be the target of an assignment.</summary>
    public void Assign(string name, bool alsoReads = false)
    {
        if (!alsoReads && !assigned.ContainsKey(name) && reads.TryGetValue(name, out var count))
        {
            if (count > 1)
            {
                reads[name] = count - 1;
            }
            else
            {
                reads.Remove(name);
            }
        }

        Enter(name);
    }

    public void Enter(string name) => assigned[name] = assigned.GetValueOrDefault(name) + 1;

    public void Leave(string name)
    {
        if (assigned[name] > 1)
        {
            assigned[name]--;
        }
        else
        {
            assigned.Remove(name);
        }
    }
}
