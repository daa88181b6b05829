using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Takes what a template writes: into segments with their places, or, for a capture, into one value.</summary>
internal sealed class Output(Renderer renderer, TextBuilder? capture)
{
    private readonly List<Segment> segments = [];
    private int length;
    private bool atLineStart;

    public IReadOnlyList<Segment> Segments => segments;

    /// <summary>What every line is indented by: an include's text stands as far in as the include does.</summary>
    public string Indent { get; set; } = "";

    public void WriteVerbatim(string text, Place place)
    {
        if (Indent.Length == 0)
        {
            AddVerbatim(text, place);
            return;
        }

        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start) is var found and >= 0 ? found + 1 : text.Length;
            if (atLineStart)
            {
                Add(new TextRun(Indent, TextRun.Trusted, Secret: null), place, place);
            }

            AddVerbatim(text[start..end], place with { Start = place.Start + start, Length = end - start });
            start = end;
        }
    }

    public void Write(TextValue value, Place place, CodeBlock block)
    {
        foreach (var run in value.Runs)
        {
            // A value that happens to be empty is written all the same, so that who reads the segments can see that it stands there.
            if (run.Text.Length == 0 && (run.Form is not null || capture is not null))
            {
                continue;
            }

            WriteIndented(run, place, block);
        }
    }

    // A quoted text, or a secret, is what it is: white space put into it would change a value.
    private void WriteIndented(TextRun run, Place expression, CodeBlock block)
    {
        var indent = Indent + block.Indent;
        if (indent.Length == 0 || run.Text.Length == 0 || !run.IsPlain || run.Secret is not null)
        {
            Add(run, expression, block.Place);
            return;
        }

        var start = 0;
        while (start < run.Text.Length)
        {
            var end = run.Text.IndexOf('\n', start) is var found and >= 0 ? found + 1 : run.Text.Length;
            if (atLineStart)
            {
                Add(new TextRun(indent, TextRun.Trusted, Secret: null), expression, block.Place);
            }

            Add(run with { Text = run.Text[start..end] }, expression, block.Place);
            start = end;
        }
    }

    private void AddVerbatim(string text, Place place)
    {
        Count(text, place);
        if (capture is not null)
        {
            capture.AppendTrusted(text);
        }
        else
        {
            segments.Add(new Segment(text, Secret: null, place.Start, place.Length, Verbatim: true, place.Source, TextRun.Trusted));
        }
    }

    private void Add(TextRun run, Place expression, Place place)
    {
        Count(run.Text, place);
        if (capture is not null)
        {
            capture.Append(run);
        }
        else
        {
            segments.Add(new Segment(run.Text, run.Secret, place.Start, place.Length, Verbatim: false, place.Source, run.Form, expression.Start, expression.Length));
        }
    }

    private void Count(string text, Place place)
    {
        length += text.Length;
        renderer.Budget.CheckLength(length, place, text.Length);
        if (text.Length > 0)
        {
            atLineStart = text[^1] == '\n';
        }
    }
}
