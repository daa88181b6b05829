namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>How the text of a step of a kind is coloured.</summary>
internal static class StepLanguage
{
    public static string Of(string? kind) =>
        kind switch
        {
            "shell" => "sh",
            "manual" => "text",
            _ => "sql",
        };
}
