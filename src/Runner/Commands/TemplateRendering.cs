using PlanRunner.Quoting;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Commands;

/// <summary>Renders one template file alone, for trying templates.</summary>
internal static class TemplateRendering
{
    public static int Run(CommandInput input, string file, bool relaxed)
    {
        var diagnostics = new Diagnostics();
        var rendered = Render(file, input.Variables(diagnostics), relaxed, input.Time, diagnostics);
        if (input.Json)
        {
            var text = diagnostics.HasErrors ? null : rendered?.Redacted;
            input.Output.Result(TemplateJson.Of(file, text, diagnostics));
            return text is null ? ExitCodes.Invalid : ExitCodes.Done;
        }

        if (input.Report(diagnostics) || rendered is null)
            return ExitCodes.Invalid;
        input.Output.Raw(rendered.Redacted);
        return ExitCodes.Done;
    }

    /// <summary>The rendered text of a file; null where it has mistakes, which are then in the diagnostics.</summary>
    internal static RenderedText? Render(
        string file,
        IReadOnlyDictionary<string, string> variables,
        bool relaxed,
        TimeProvider time,
        Diagnostics diagnostics
    )
    {
        if (SourceReader.Read(file, file, diagnostics) is not { } source)
            return null;
        var model = SqlFunctions.Model();
        foreach (var (name, value) in variables)
            model[name] = TextValue.Untrusted(value);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var scope = new RenderScope(model, diagnostics, name => Include(folder, name)) { Relaxed = relaxed, Time = time };
        return PlanTemplate.Parse(source.Text, source, diagnostics)?.Render(scope, TextContext.Plain);
    }

    // Only from the template's own folder, as a plan's templates are only found in theirs.
    private static SourceText? Include(string folder, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
            return null;
        var path = Path.GetFullPath(Path.Combine(folder, name));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path)
            ? SourceReader.Read(path, name, [])
            : null;
    }
}
