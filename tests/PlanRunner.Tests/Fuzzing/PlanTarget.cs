using System.Text;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Source;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>A plan's file as <c>validate</c> takes it: read, checked by the schema, bound, rendered for the environment beside it.</summary>
internal sealed class PlanTarget : FuzzTarget
{
    private readonly PlanFiles[] files = [.. Fuzzing.Corpus.Plans.Select(plan => new PlanFiles(plan.Folder, plan.Folder))];

    public override IReadOnlyList<FuzzCase> Corpus { get; } =
    [
        .. Fuzzing.Corpus.Plans.Select((plan, index) => new FuzzCase(plan.Text, index)),
        .. Fuzzing.Corpus.Snippets.Select(text => new FuzzCase(text)),
    ];

    public override IReadOnlyList<string> Fragments => Fuzzing.Fragments.Yaml;

    public override string Run(FuzzCase fuzzCase)
    {
        var (folder, _, environmentPath) = Fuzzing.Corpus.Plans[fuzzCase.Context];
        var diagnostics = new Diagnostics();
        if (SourceReader.Decode(Encoding.UTF8.GetBytes(fuzzCase.Text), "plan.yaml", diagnostics) is not { } source)
            return Told.Check(diagnostics);
        var plan = PlanLoader.Bind(source, folder, files[fuzzCase.Context], diagnostics);
        if (plan is null && !diagnostics.HasErrors)
            throw new FuzzFailureException("no plan and no mistake", "");
        var environment =
            plan is null || environmentPath is null
                ? null
                : EnvironmentLoader.Load(
                    plan,
                    environmentPath,
                    new Dictionary<string, string>(),
                    readSecrets: false,
                    _ => null,
                    diagnostics
                );
        var rendered = environment is null ? null : PlanRenderer.Render(plan!, environment, diagnostics);
        return $"{plan?.Steps.Count} {rendered is not null} {Told.Check(diagnostics)}";
    }
}
