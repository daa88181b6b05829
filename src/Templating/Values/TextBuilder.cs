using System.Text;

namespace PlanRunner.Templating;

/// <summary>Puts a text together from runs.</summary>
internal sealed class TextBuilder
{
    private readonly List<TextRun> runs = [];
    private readonly StringBuilder pending = new();
    private string? pendingForm;
    private HashSet<string>? emptySecrets;

    public int Length { get; private set; }

    public void AppendTrusted(string text) => Append(new TextRun(text, TextRun.Trusted, Secret: null));

    public void Append(TextValue text)
    {
        var parts = text.Runs;
        for (var index = 0; index < parts.Count; index++)
        {
            Append(parts[index]);
        }
    }

    public void Append(TextRun run)
    {
        // An empty secret leaves its name, once: any number of them would be a text that no limit on its length ends.
        if (run.Text.Length == 0 && (run.Secret is null || !(emptySecrets ??= new HashSet<string>(StringComparer.Ordinal)).Add(run.Secret)))
        {
            return;
        }

        Length += run.Text.Length;

        // Only plain text grows together: two quoted identifiers side by side must still be seen as two.
        if (run.Secret is not null || run.Form is not (null or TextRun.Trusted))
        {
            Flush();
            runs.Add(run);
            return;
        }

        if (pending.Length > 0 && !string.Equals(pendingForm, run.Form, StringComparison.Ordinal))
        {
            Flush();
        }

        pendingForm = run.Form;
        pending.Append(run.Text);
    }

    public TextValue ToText()
    {
        Flush();
        return TextValue.FromRuns(runs.ToArray());
    }

    private void Flush()
    {
        if (pending.Length > 0)
        {
            runs.Add(new TextRun(pending.ToString(), pendingForm, Secret: null));
            pending.Clear();
        }
    }
}
