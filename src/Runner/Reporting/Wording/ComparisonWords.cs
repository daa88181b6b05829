using System.Text.Json;
using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>The marks and sentences that every output of a comparison shares.</summary>
internal sealed class ComparisonWords(Comparison comparison)
{
    private const int MostSteps = 8;

    private string First => comparison.First.Name;

    private string Second => comparison.Second.Name;

    public string Title => $"{comparison.Plan}: {First} and {Second}";

    // A sentence for each that lags behind, else one that neither does.
    private IReadOnlyList<string> Progress(int most)
    {
        var (first, second) = (comparison.First, comparison.Second);
        var sentences = new[] { Behind(first, second, most), Behind(second, first, most) }.OfType<string>().ToList();
        if (sentences.Count > 0)
            return sentences;
        return
        [
            (first.LastRun, second.LastRun) switch
            {
                (null, null) => $"never applied in {First} or {Second}",
                _ => $"the same steps are done in {First} and {Second}",
            },
        ];
    }

    /// <summary>How far each is, then what a person should look at.</summary>
    public IEnumerable<string> Ran(int most = MostSteps) =>
        Progress(most).Concat(Troubles(comparison.First)).Concat(Troubles(comparison.Second));

    private IEnumerable<string> Troubles(ComparedEnvironment environment) =>
        environment
            .Troubles.Select(trouble => $"{environment.Name}: {trouble.Path}: {trouble.Sentence}")
            .Concat(environment.Removed.Select(removed => $"{environment.Name}: {removed.Path}: {ReviewWords.Removed(removed)}"));

    public static string State(ComparedEnvironment environment) =>
        $"{ReviewWords.LastRun(environment.LastRun)}{(environment.Running ? ", and a run is going on" : "")}";

    /// <summary>Which steps a variable reaches.</summary>
    public static string Reach(ComparedValue value) =>
        value.Steps.Count == 0 ? "reaches no step" : $"reaches {Steps(value.Steps, MostSteps)}";

    /// <summary>Which steps run under a setting.</summary>
    public static string Under(ComparedValue setting) => $"for {Steps(setting.Steps, MostSteps)}";

    public string Items(ComparedItems items)
    {
        var parts = new List<string>();
        if (items.OnlyFirst.Count > 0)
            parts.Add($"only in {First}: {string.Join(", ", items.OnlyFirst)}");
        if (items.OnlySecond.Count > 0)
            parts.Add($"only in {Second}: {string.Join(", ", items.OnlySecond)}");
        if (items.OtherOrder)
            parts.Add("the others in another order");
        return $"{items.Path}: "
            + $"{string.Join("; ", parts)}{(items.Names.Count > 0 ? $" (its list uses {string.Join(", ", items.Names)})" : "")}";
    }

    /// <summary>What has to be said of secrets, where the plan has any.</summary>
    public string? Secrets =>
        comparison.Secrets.Count == 0 ? null : $"not compared, as no value of a secret is read: {string.Join(", ", comparison.Secrets)}";

    public IEnumerable<string> About(ComparedStep step)
    {
        if (step.Reason.Length > 0)
            yield return step.Reason;
        if (step.Because.Count > 0)
            yield return $"uses {string.Join(", ", step.Because)}";
        if (step.Mark == ComparisonMark.WhiteSpace)
            yield return "only white space differs";
        if (
            step.First is not null
            && step.Second is not null
            && step.First != step.Second
            && step.Mark is not (ComparisonMark.OnlyFirst or ComparisonMark.OnlySecond)
        )
            yield return $"{step.First} in {First}, {step.Second} in {Second}";
    }

    public static string What(ComparedStep step) =>
        step.Kind is null ? "group" : $"{step.Kind}{(step.Connections.Count > 0 ? " on " + string.Join(", ", step.Connections) : "")}";

    public EntryMark EntryMark(ComparisonMark mark) =>
        new((int)mark, Name(mark), Mark(mark))
        {
            Meaning = Meaning(mark),
            Short = Meaning(mark),
            Tone = mark switch
            {
                ComparisonMark.OnlySecond => Tone.New,
                ComparisonMark.OnlyFirst => Tone.Alarm,
                ComparisonMark.Differs => Tone.Changed,
                _ => Tone.Quiet,
            },
            // The colours that a review has for what is most like it.
            Style = mark switch
            {
                ComparisonMark.Differs => "changed",
                ComparisonMark.OnlyFirst => "removed",
                ComparisonMark.OnlySecond => "run",
                ComparisonMark.Same => "unchanged",
                _ => "skipped",
            },
            IsQuiet = mark is ComparisonMark.Same or ComparisonMark.Neither,
        };

    /// <summary>A mark as programs and pages name it.</summary>
    public static string Name(ComparisonMark mark) => JsonNamingPolicy.SnakeCaseLower.ConvertName(mark.ToString());

    public static string Mark(ComparisonMark mark) =>
        mark switch
        {
            ComparisonMark.Differs or ComparisonMark.WhiteSpace => "~",
            ComparisonMark.OnlyFirst => "-",
            ComparisonMark.OnlySecond => "+",
            ComparisonMark.Neither => "/",
            _ => "=",
        };

    public string Meaning(ComparisonMark mark) =>
        mark switch
        {
            ComparisonMark.Differs => "differs",
            ComparisonMark.WhiteSpace => "differs in white space only",
            ComparisonMark.OnlyFirst => $"only in {First}",
            ComparisonMark.OnlySecond => $"only in {Second}",
            ComparisonMark.Neither => "its condition is false in both",
            _ => "the same",
        };

    /// <summary>One line that people and scripts look for.</summary>
    public string Summary
    {
        get
        {
            var text = comparison.Count(ComparisonMark.WhiteSpace) is > 0 and var blanks ? $", {blanks} in white space only" : "";
            var neither = comparison.Count(ComparisonMark.Neither) is > 0 and var none ? $", {none} in neither" : "";
            return $"Compare: {comparison.Count(ComparisonMark.Differs)} differ{text}, {comparison.Count(ComparisonMark.OnlyFirst)} "
                + $"only in {First}, {comparison.Count(ComparisonMark.OnlySecond)} only in {Second}{neither}, "
                + $"{comparison.Count(ComparisonMark.Same)} the same. Behind: {First} {comparison.First.Behind.Count}, {Second} "
                + $"{comparison.Second.Behind.Count}.";
        }
    }

    private static string? Behind(ComparedEnvironment environment, ComparedEnvironment other, int most) =>
        environment.Behind.Count == 0
            ? null
            : $"{environment.Name} is {Counted(environment.Behind.Count)} behind {other.Name}: {Listed(environment.Behind, most)}";

    private static string Steps(IReadOnlyList<string> steps, int most) => $"{Counted(steps.Count)}: {Listed(steps, most)}";

    private static string Counted(int count) => count == 1 ? "1 step" : $"{count} steps";

    private static string Listed(IReadOnlyList<string> steps, int most) =>
        steps.Count <= most + 1 ? string.Join(", ", steps) : $"{string.Join(", ", steps.Take(most))} and {steps.Count - most} more";
}
