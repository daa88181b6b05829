using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>How the text of a step of a kind is coloured.</summary>
internal static class StepLanguage
{
    public static string Of(string? kind) =>
        StepKinds.BuiltIn.Find(kind)?.Language switch
        {
            TextLanguage.Shell => "sh",
            TextLanguage.Prose => "text",
            _ => "sql",
        };
}
