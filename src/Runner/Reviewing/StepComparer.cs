using PlanRunner.Runner.Environments;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Reviewing;

/// <summary>How one step, or the items of a foreach, differ between two environments.</summary>
/// <param name="first">The first environment.</param>
/// <param name="second">The second environment.</param>
/// <param name="differing">The names whose values differ.</param>
internal sealed class StepComparer(PlanEnvironment first, PlanEnvironment second, IReadOnlySet<string> differing)
{
    public ComparedStep Step(StepPair pair, IReadOnlySet<string> used)
    {
        var step = pair.Any;
        var texts = pair.InBoth ? Texts(pair.First!, pair.Second!).ToList() : [];
        var mark = Mark(pair, texts);
        return new ComparedStep
        {
            Path = step.Path,
            Id = step.Step.Id,
            Title = step.Title,
            Place = step.Place,
            Mark = mark,
            Kind = step.Body?.Kind.Key,
            Connections = step.Body?.Connections ?? [],
            Reason = Reason(pair, mark),
            Because = texts.Count > 0 ? [.. used.Where(differing.Contains).Order(StringComparer.Ordinal)] : [],
            Text = (pair.InFirst ? pair.First : pair.Second)?.Body?.Redacted.TrimEnd(),
            Texts = texts,
        };
    }

    /// <summary>Every foreach whose items differ, by the step or group that has it.</summary>
    public IEnumerable<ComparedItems> Items(IReadOnlyList<StepPair> pairs)
    {
        foreach (
            var instances in pairs.Where(pair => pair.Any.InstanceKey is not null).GroupBy(pair => (pair.Group?.Path, pair.Any.Step.Id))
        )
        {
            var ours = instances.Where(pair => pair.First is not null).Select(pair => pair.Any.InstanceKey!).ToList();
            var theirs = instances
                .Where(pair => pair.Second is not null)
                .OrderBy(pair => pair.SecondIndex)
                .Select(pair => pair.Any.InstanceKey!)
                .ToList();
            if (ours.SequenceEqual(theirs, StringComparer.Ordinal))
                continue;
            var any = instances.First().Any;
            var (only, others) = (
                ours.Except(theirs, StringComparer.Ordinal).ToList(),
                theirs.Except(ours, StringComparer.Ordinal).ToList()
            );
            var otherOrder = !ours.Except(only, StringComparer.Ordinal)
                .SequenceEqual(theirs.Except(others, StringComparer.Ordinal), StringComparer.Ordinal);
            yield return new ComparedItems(any.Path.Parent.Child(any.Step.Id), any.Place, only, others, otherOrder)
            {
                Names = Named(any.Step.ForEach),
            };
        }
    }

    private static ComparisonMark Mark(StepPair pair, List<ComparedText> texts) =>
        (pair.InFirst, pair.InSecond) switch
        {
            (true, false) => ComparisonMark.OnlyFirst,
            (false, true) => ComparisonMark.OnlySecond,
            (false, false) => ComparisonMark.Neither,
            _ when texts.Count == 0 => ComparisonMark.Same,
            _ when texts.TrueForAll(text => text.Diff.WhiteSpaceOnly) => ComparisonMark.WhiteSpace,
            _ => ComparisonMark.Differs,
        };

    private string Reason(StepPair pair, ComparisonMark mark)
    {
        if (mark is not (ComparisonMark.OnlyFirst or ComparisonMark.OnlySecond) || pair.Group is { InBoth: false })
            return "";
        var (here, there) = mark == ComparisonMark.OnlyFirst ? (first.Name, second.Name) : (second.Name, first.Name);
        if (pair.First is null || pair.Second is null)
            return $"its item is only in {here}";
        var names = Named(pair.Any.Step.When);
        return $"its condition is false in {there}{(names.Count > 0 ? $"; it uses {string.Join(", ", names)}" : "")}";
    }

    // An expression may name what it then does not read, such as behind an "or"; people look for it all the same.
    private List<string> Named(PlanTemplate? expression) =>
        expression is null
            ? []
            :
            [
                .. expression
                    .Names.Where(name => first.Variables.ContainsKey(name) || name is "environment" or "connections" or "plan")
                    .Order(StringComparer.Ordinal),
            ];

    private static IEnumerable<ComparedText> Texts(RenderedStep ours, RenderedStep theirs)
    {
        foreach (var (name, a, b) in Pairs(ours, theirs))
        {
            var (left, right) = (Normal(a), Normal(b));
            if (left != right)
                yield return new ComparedText(name, left, right, TextDiff.Of(left, right));
        }
    }

    // As fingerprints see it.
    private static string Normal(string? text) => (text ?? "").ReplaceLineEndings("\n").TrimEnd('\n');

    private static IEnumerable<(string Name, string? First, string? Second)> Pairs(RenderedStep a, RenderedStep b)
    {
        yield return (ComparedText.Body, a.Body?.Redacted, b.Body?.Redacted);
        yield return ("how it runs", a.Body?.FingerprintFacts, b.Body?.FingerprintFacts);
        yield return ("done_when", a.DoneWhen?.Statement.Redacted, b.DoneWhen?.Statement.Redacted);
        yield return ("verify", a.Verify?.Statement.Redacted, b.Verify?.Statement.Redacted);
        yield return ("undo", a.Undo?.Redacted, b.Undo?.Redacted);
        yield return ("confirm", a.Confirm, b.Confirm);
        yield return ("title", a.Title, b.Title);
        yield return ("description", a.Description, b.Description);
        yield return ("hint", a.Hint, b.Hint);
    }
}
