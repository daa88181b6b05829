using System.Globalization;
using System.Text;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>A shell step as it is shown, journaled and compared: its inputs in lines before its script or command.</summary>
internal static class ShellText
{
    /// <summary>The text with its notes.</summary>
    /// <param name="step">The step.</param>
    /// <param name="shell">What of it is rendered.</param>
    /// <param name="files">Those that are part of it by content.</param>
    public static string Of(ShellStep step, RenderedShell shell, IReadOnlyList<FileContent> files)
    {
        var text = new StringBuilder();
        Note(text, "with_connections", step.Connections.Select(connection => connection.Name));
        Note(text, "params", step.Parameters.Select(parameter => $"{parameter.Key} = {parameter.Value}"));
        foreach (var (name, value) in shell.Environment)
            Note(text, $"env.{name}", [value.Redacted]);
        Note(text, "cwd", shell.Folder is null ? [] : [shell.Folder.Redacted]);
        Note(text, "stdin", shell.Input is null ? [] : [shell.Input.Redacted]);
        Note(text, "capture", step.Capture is null ? [] : [step.Capture]);
        Note(
            text,
            "success_codes",
            step.SuccessCodes is [0] ? [] : step.SuccessCodes.Select(code => code.ToString(CultureInfo.InvariantCulture))
        );
        Note(text, "fail_on_output", step.FailOnOutput.Select(pattern => pattern.ToString()));
        Note(text, "allow_output", step.AllowOutput.Select(pattern => pattern.ToString()));
        foreach (var file in files)
            Note(text, NoteOf(file), [file.Fingerprint!]);
        text.Append(shell.Script?.Redacted ?? string.Join(' ', shell.Command!.Select(part => Quote(part.Redacted))));
        return text.ToString();
    }

    /// <summary>This file is part of a text by its content.</summary>
    public static bool Covers(string text, FileContent file) => text.Contains($"-- {NoteOf(file)}: ", StringComparison.Ordinal);

    private static string NoteOf(FileContent file) => $"file {file.Name}";

    private static void Note(StringBuilder text, string key, IEnumerable<string> values)
    {
        var all = string.Join(", ", values).ReplaceLineEndings("\n").TrimEnd('\n');
        if (all.Length > 0)
            text.Append("-- ").Append(key).Append(": ").Append(all.Replace("\n", "\n--   ", StringComparison.Ordinal)).Append('\n');
    }

    private static string Quote(string part) =>
        part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,@%+".Contains(c, StringComparison.Ordinal))
            ? part
            : $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
