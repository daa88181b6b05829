using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Transactions;

namespace PlanRunner.Runner.Execution;

internal static class ProbeAnswers
{
    /// <summary>An answer that is not yes, reported as what stopped a step.</summary>
    public static Diagnostic ToDiagnostic(this ProbeAnswer answer, string message, Place place) =>
        answer switch
        {
            ProbeAnswer.Missing missing => missing.Diagnostic,
            ProbeAnswer.Failed failed => failed.Diagnostic,
            _ => Diagnostic.Error("PR6007", message, place, "check what it queries, then apply again"),
        };
}
