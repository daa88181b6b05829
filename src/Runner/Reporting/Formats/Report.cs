using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>A result that can be written in every format: as people read it, and as programs do.</summary>
/// <param name="Document">For people.</param>
/// <param name="Json">For programs; its schema is in schemas/.</param>
internal sealed record Report(Document Document, Func<string> Json)
{
    public static Report Of(Review review) => new(ReviewDocument.Of(review), () => ReviewJson.Of(review));

    public static Report Of(Comparison comparison) => new(ComparisonDocument.Of(comparison), () => ComparisonJson.Of(comparison));
}
