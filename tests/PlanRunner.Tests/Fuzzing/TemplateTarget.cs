using PlanRunner.Templating;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>A template, parsed and rendered in both manners within limits.</summary>
internal sealed class TemplateTarget : FuzzTarget
{
    public override IReadOnlyList<FuzzCase> Corpus { get; } = [.. Fuzzing.Corpus.Templates.Select(text => new FuzzCase(text))];

    public override IReadOnlyList<string> Fragments => Fuzzing.Fragments.Template;

    public override string Run(FuzzCase fuzzCase)
    {
        var text = fuzzCase.Text;
        var parse = Template.Parse(text);
        if (parse.Template is null != parse.Errors.Count > 0)
            throw new FuzzFailureException("a template and errors, or neither", "");
        var errors = parse.Errors.ToList();
        foreach (var relaxed in new[] { true, false })
        {
            if (parse.Template?.Render(Model(), Options(relaxed)) is not { } render)
                continue;
            errors.AddRange(render.Errors);
            CheckSegments(text, render);
        }

        foreach (var error in errors)
            CheckError(text, error);
        return $"{parse.Template is not null} {string.Join(' ', errors.Select(Shape).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(5))}";
    }

    private static string Shape(TemplateError error) =>
        string.Concat(error.Message.Split('\'', '"', '`').Where((_, index) => index % 2 == 0)).TrimEnd();

    private static void CheckSegments(string text, TemplateRender render)
    {
        foreach (var segment in render.Segments)
        {
            if (segment.Secret is null && segment.Text.Contains(Told.Hidden, StringComparison.Ordinal))
                throw new FuzzFailureException("a secret is no secret any more", segment.Text);
            if (segment.Source is not null)
                continue;
            if (segment.SourceStart < 0 || segment.SourceLength < 0 || segment.SourceStart + segment.SourceLength > text.Length)
                throw new FuzzFailureException("a segment is out of range", $"{segment.SourceStart}+{segment.SourceLength}");
            if (segment.Verbatim && segment.Text != text.Substring(segment.SourceStart, segment.SourceLength))
                throw new FuzzFailureException("a verbatim segment is not what stands there", segment.Text);
        }
    }

    private static void CheckError(string text, TemplateError error)
    {
        if ($"{error.Message}{error.Help}".Contains(Told.Hidden, StringComparison.Ordinal))
            throw new FuzzFailureException("a secret is told", error.Message);
        var within = error.Source is null ? text : Included;
        if (
            error.Start < 0
            || error.Length < 1
            || error.Start > within.Length
            || error.Start + error.Length > Math.Max(within.Length, error.Start + 1)
        )
            throw new FuzzFailureException("an error is out of range", $"{error.Start}+{error.Length} of {within.Length}: {error.Message}");
    }

    private const string Included = "in {{ $0 }} {{ x }}\nq";

    private static TemplateObject Model() =>
        new()
        {
            ["secret"] = TextValue.Secret("hidden", Told.Hidden),
            ["secrets"] = new TemplateObject { ["pw"] = TextValue.Secret("pw", Told.Hidden) },
            ["given"] = new TemplateObject { ["a"] = 1L },
            ["list"] = new TemplateArray([1L, "u", null]),
            ["x"] = "uu",
            ["environment"] = "dev",
            ["tables"] = new TemplateArray(["a", "b"]),
            ["args"] = new TemplateObject { ["table"] = "t", ["schemas"] = new TemplateArray(["s"]) },
        };

    private static TemplateOptions Options(bool relaxed) =>
        new()
        {
            Relaxed = relaxed,
            LoopLimit = 50_000,
            OutputLimit = 1024 * 1024,
            RegexTimeout = TimeSpan.FromMilliseconds(100),
            Include = name => name == "p" ? Included : null,
        };
}
