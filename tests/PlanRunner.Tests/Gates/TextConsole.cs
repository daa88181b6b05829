using PlanRunner.Runner.Reporting;

namespace PlanRunner.Tests.Gates;

/// <summary>A console in memory.</summary>
/// <param name="typed">What a person answers; null where there is no terminal.</param>
internal sealed class TextConsole(string? typed = null) : CommandConsole
{
    private readonly StringWriter results = new();
    private readonly StringWriter errors = new();
    private readonly StringReader? input = typed is null ? null : new StringReader(typed);

    public string Output => results.ToString();

    public string Error => errors.ToString();

    public override TextWriter Results => results;

    public override Exception? LostResult => null;

    public override Output Open(OutputOptions options, TimeProvider time) =>
        new(results, errors, colour: false, terminal: input is not null, options.Quiet, options.Verbose)
        {
            Within = options.Within,
            Input = input,
            Time = time,
            Folder = options.Folder,
        };
}
