using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>Makes the comparison of a plan in two environments. Both must be of one loaded plan.</summary>
internal sealed class ComparisonBuilder
{
    private readonly ComparedSide first;
    private readonly ComparedSide second;
    private readonly List<StepPair> pairs;
    private readonly Dictionary<StepPath, IReadOnlySet<string>> used;
    private readonly Dictionary<StepPath, StepChange> firstChanges;
    private readonly Dictionary<StepPath, StepChange> secondChanges;
    private readonly List<ComparedValue> facts;
    private readonly List<ComparedValue> variables;

    public ComparisonBuilder(ComparedSide first, ComparedSide second)
    {
        (this.first, this.second) = (first, second);
        var plan = first.Changes.Plan.Plan;
        pairs = [.. StepPair.Of(first.Changes.Plan, second.Changes.Plan)];
        var names = new UsedNames(First, Second);
        used = pairs.ToDictionary(pair => pair.Path, pair => names.Of(pair.Names));
        (firstChanges, secondChanges) = (first.Changes.All.ToDictionary(c => c.Path), second.Changes.All.ToDictionary(c => c.Path));
        facts = [.. EnvironmentComparer.Facts(plan, First, Second)];
        variables = [.. EnvironmentComparer.Variables(plan, First, Second)];
    }

    private PlanEnvironment First => first.Changes.Plan.Environment;

    private PlanEnvironment Second => second.Changes.Plan.Environment;

    public Comparison Build()
    {
        var plan = first.Changes.Plan.Plan;
        var comparer = new StepComparer(First, Second, Known());
        return new Comparison
        {
            Plan = plan.Name,
            Description = plan.Description,
            Place = plan.Source.PlaceAt(0, 1),
            First = Side(first, firstChanges, secondChanges),
            Second = Side(second, secondChanges, firstChanges),
            Facts = facts,
            Variables = [.. variables.Select(variable => variable with { Steps = Reached(variable.Name) })],
            Settings = Settings(),
            Secrets = [.. plan.Secrets.Select(secret => secret.Name)],
            Items = [.. comparer.Items(pairs)],
            Steps =
            [
                .. pairs.Select(pair =>
                    comparer.Step(pair, used[pair.Path]) with
                    {
                        First = Word(firstChanges, pair, first.Running),
                        Second = Word(secondChanges, pair, second.Running),
                    }
                ),
            ],
        };
    }

    // The names that can make a text differ. An environment's name always does.
    private HashSet<string> Known()
    {
        var known = variables.Select(v => v.Name).Append("environment").ToHashSet(StringComparer.Ordinal);
        if (facts.Exists(fact => fact.Name.Contains('.', StringComparison.Ordinal)))
            known.Add("connections");
        return known;
    }

    private static string? Word(Dictionary<StepPath, StepChange> changes, StepPair pair, bool running) =>
        !pair.Any.IsGroup && changes.TryGetValue(pair.Path, out var change) ? change.Word(running) : null;

    // A group is named where only its own words depend on the variable.
    private List<string> Reached(string variable)
    {
        var reached = pairs.Where(pair => (pair.InFirst || pair.InSecond) && used[pair.Path].Contains(variable)).ToList();
        var inside = reached.Where(pair => !pair.Any.IsGroup).ToList();
        return
        [
            .. reached
                .Where(pair => !pair.Any.IsGroup || !inside.Exists(leaf => leaf.Path.IsWithin(pair.Path)))
                .Select(pair => pair.Path.Value),
        ];
    }

    private List<ComparedValue> Settings()
    {
        var found = new Dictionary<ComparedValue, List<string>>();
        foreach (var pair in pairs.Where(pair => pair.InBoth && !pair.Any.IsGroup))
        {
            var (ours, theirs) = (pair.First!.Settings, pair.Second!.Settings);
            foreach (var name in ours.Keys.Union(theirs.Keys, StringComparer.OrdinalIgnoreCase))
            {
                var value = new ComparedValue(name, ours.GetValueOrDefault(name), theirs.GetValueOrDefault(name));
                if (value.First == value.Second)
                    continue;
                if (!found.TryGetValue(value, out var steps))
                    found[value] = steps = [];
                steps.Add(pair.Path.Value);
            }
        }

        return [.. found.Select(setting => setting.Key with { Steps = setting.Value })];
    }

    private ComparedEnvironment Side(ComparedSide side, Dictionary<StepPath, StepChange> ours, Dictionary<StepPath, StepChange> theirs)
    {
        var environment = side.Changes.Plan.Environment;
        return new ComparedEnvironment(environment.Name, environment.Protected, ReviewRun.LastOf(side.Changes.State))
        {
            Behind =
            [
                .. pairs
                    .Where(pair => pair.InBoth && !pair.Any.IsGroup && IsDone(theirs[pair.Path]) && !IsDone(ours[pair.Path]))
                    .Select(pair => pair.Path.Value),
            ],
            Troubles = [.. Troubles(side)],
            Removed = [.. side.Changes.Removed.Select(ReviewRemoved.Of)],
            Running = side.Running,
        };
    }

    private static string Sentence(string word, StepChange change) =>
        word switch
        {
            "running" => "runs at this moment",
            "changed" => "ran with another text than the plan has now",
            _ => change.Reason,
        };

    private static bool IsDone(StepChange change) => change.State is { Status: StepStatus.Done or StepStatus.Unverified };

    private static IEnumerable<ComparedTrouble> Troubles(ComparedSide side)
    {
        foreach (var change in side.Changes.All)
        {
            if (change.Open is { } open)
                yield return new ComparedTrouble(
                    change.Path.Value,
                    "open",
                    $"open since {open.Since:yyyy-MM-dd HH:mm}Z{(open.Because is { } because ? $"; {because}" : "")}"
                );
            var word = change.Step.IsGroup ? "" : change.Word(side.Running);
            if (word is "failed" or "in doubt" or "unverified" or "cut off" or "changed" or "renamed" or "running")
                yield return new ComparedTrouble(change.Path.Value, word, Sentence(word, change));
        }

        if (side.Changes.Lost is { } lost)
            yield return new ComparedTrouble(
                lost.Path,
                "open",
                $"open since {lost.StartedAt:yyyy-MM-dd HH:mm}Z, and the plan can no longer undo it"
            );
    }
}
