using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Environments;

/// <summary>An environment bound to a plan: every variable has a value, every connection and secret is there.</summary>
internal sealed class PlanEnvironment
{
    public required string Name { get; init; }

    /// <summary>Where its name is written.</summary>
    public Place? NamePlace { get; init; }

    public required SourceText Source { get; init; }

    /// <summary>The folder its file is in, as a full path.</summary>
    public string Folder { get; init; } = "";

    public bool Protected { get; init; }

    /// <summary>What runs must be approved: <c>--approved</c>.</summary>
    public bool RequireApproval { get; init; }

    /// <summary>Values in the template language's types (long, decimal, bool, TextValue, TemplateArray, TemplateObject).</summary>
    public required IReadOnlyDictionary<string, object?> Variables { get; init; }

    /// <summary>The variables whose value was given on the command line.</summary>
    public IReadOnlySet<string> Typed { get; init; } = new HashSet<string>();

    /// <summary>Of a variable whose value is a template, the names that the template reads.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> VariableNames { get; init; } = new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>Connections as declared; passwords are filled in only where secrets were read.</summary>
    public required IReadOnlyDictionary<string, ConnectionSettings> Connections { get; init; }

    /// <summary>Secrets by name; a placeholder stands for each where they were not read (validate, render).</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>How manual steps are answered, by path, as argv (rehearsals).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ManualAnswers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A folder that comes first in the PATH of shell steps, as a full path; null where it is not set.</summary>
    public string? Programs { get; init; }

    /// <summary>The sandbox of a rehearsal environment, else null.</summary>
    public SandboxSettings? Sandbox { get; init; }
}
