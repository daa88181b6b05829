using System.CommandLine;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Rehearsal;

namespace PlanRunner.Runner.Commands.Options;

/// <summary>The options of a rehearsal, and what they ask of it.</summary>
internal static class RehearsalOptions
{
    public static readonly Option<string?> Folder = new("--sandbox")
    {
        Description = "Continue in this sandbox, or create it in this folder",
    };
    public static readonly Option<bool> Keep = new("--keep") { Description = "Leave the sandbox running, and show how to continue" };
    public static readonly Option<bool> Discard = new("--discard")
    {
        Description = "Also remove the sandbox if the rehearsal fails; by default it is kept then, with its servers stopped",
    };
    public static readonly Option<bool> Containers = new("--containers")
    {
        Description =
            "Run the servers in containers of the official images, also if sandboxes name major versions; needs Docker, not Postgres",
    };
    public static readonly Option<bool> Remove = new("--remove")
    {
        Description = "Only stop the servers of the sandbox that --sandbox names, and remove it",
    };
    public static readonly Option<bool> SetupOnly = new("--setup-only")
    {
        Description = "Only start and fill the sandbox, and show how to continue",
    };

    public static readonly Option<string?> EvidenceFile = new("--evidence")
    {
        Description = "Measure every step (locks, rows, WAL, time) and write it into this file, for dry-run --evidence",
    };

    public static RehearsalChoices Read(CommandInput input) =>
        new()
        {
            Folder = input.File(Folder),
            Containers = input.Parsed.GetValue(Containers),
            Keep = input.Parsed.GetValue(Keep),
            Discard = input.Parsed.GetValue(Discard),
            Remove = input.Parsed.GetValue(Remove),
            SetupOnly = input.Parsed.GetValue(SetupOnly),
            EvidenceFile = input.File(EvidenceFile),
        };
}
