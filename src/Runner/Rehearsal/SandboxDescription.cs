using System.Text.Json;
using PlanRunner.Runner.Rehearsal.Proof;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>What a sandbox is, for the process that takes it up again.</summary>
/// <param name="Connections">By connection: the folder of its cluster, inside the sandbox's.</param>
/// <param name="Databases">By connection.</param>
/// <param name="Baselines">What was on each server once it was filled, before the plan.</param>
internal sealed record SandboxDescription(
    string PlanFile,
    string Plan,
    string Environment,
    DateTimeOffset Created,
    IReadOnlyDictionary<string, string> Connections,
    IReadOnlyDictionary<string, string> Databases,
    IReadOnlyDictionary<string, ServerContents> Baselines
)
{
    private const string FileName = "sandbox.json";
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static SandboxDescription? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        return File.Exists(file) ? JsonSerializer.Deserialize<SandboxDescription>(File.ReadAllText(file), Options) : null;
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Options));
}
