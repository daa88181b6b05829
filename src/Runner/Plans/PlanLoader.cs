using PlanRunner.Source;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Plans;

/// <summary>From a plan's file to the plan: read, checked by its schema, bound.</summary>
internal static class PlanLoader
{
    private const string UsualName = "plan.yaml";

    /// <summary>
    /// The plan in a file, or in a folder's plan.yaml. Null where nothing could be bound. Where it has mistakes they are all in
    /// <paramref name="diagnostics"/>, and the plan is there only to find more of them in the same go, never to run.
    /// </summary>
    public static Plan? Load(string planPath, Diagnostics diagnostics, StepKinds? kinds = null)
    {
        var inFolder = Path.Combine(planPath, UsualName);
        if (Directory.Exists(planPath) && File.Exists(inFolder))
            planPath = inFolder;
        if (SourceReader.Read(planPath, planPath, diagnostics) is not { } source)
            return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(planPath))!;
        return Bind(source, folder, new PlanFiles(folder, Path.GetDirectoryName(planPath) ?? ""), diagnostics, kinds);
    }

    /// <summary>The same for a text that already exists.</summary>
    public static Plan? Bind(SourceText source, string folder, PlanFiles files, Diagnostics diagnostics, StepKinds? kinds = null)
    {
        if (YamlReader.Read(source, diagnostics) is not { } root)
            return null;
        kinds ??= StepKinds.BuiltIn;
        var report = PlanSchema.Of(kinds).CheckPlan(root, diagnostics);
        return root is MappingNode mapping
            ? new PlanBinder(source, folder, files, report, diagnostics) { Kinds = kinds }.Bind(mapping)
            : null;
    }
}
