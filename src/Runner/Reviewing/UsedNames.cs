using PlanRunner.Runner.Environments;

namespace PlanRunner.Runner.Reviewing;

/// <summary>
/// Which names a step depends on in either environment: those that it read, and those that the variables among them are made from.
/// </summary>
internal sealed class UsedNames(PlanEnvironment first, PlanEnvironment second)
{
    public IReadOnlySet<string> Of(IEnumerable<string> read)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(read);
        while (open.TryPop(out var name))
        {
            if (!all.Add(name))
                continue;
            foreach (var environment in new[] { first, second })
            {
                foreach (var further in environment.VariableNames.GetValueOrDefault(name) ?? new HashSet<string>())
                    open.Push(further);
            }
        }

        return all;
    }
}
