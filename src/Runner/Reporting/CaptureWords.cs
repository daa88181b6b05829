using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting;

/// <summary>Captured values in one line.</summary>
internal static class CaptureWords
{
    private const int LongestValue = 200;

    public static string Of(IReadOnlyDictionary<string, CapturedValue> captured) =>
        string.Join(", ", captured.Select(c => $"{c.Key} = {Short(c.Value.Text)} ({c.Value.Type})"));

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestValue ? line : $"{line[..LongestValue]}… ({line.Length} characters)";
    }
}
