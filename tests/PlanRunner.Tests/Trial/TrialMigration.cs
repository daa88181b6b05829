using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Repository;

namespace PlanRunner.Tests.Trial;

/// <summary>The flagship plan, unchanged, over the schema that a case brings: two real servers, an application writing all the while.</summary>
internal static class TrialMigration
{
    /// <param name="source">What the superuser of the source runs after the base schema; may be a template.</param>
    /// <param name="target">What the superuser of the target runs after its roles.</param>
    /// <param name="environment">Texts of the environment file and what stands in their place.</param>
    public static Task<MigrationSandbox> SetUpAsync(
        string source,
        string target = "SELECT 1",
        params (string From, string To)[] environment
    ) =>
        MigrationSandbox.SetUpAsync(async plan =>
        {
            MigrationSandbox.CopyFolder(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/Trial/base"), plan);
            await File.WriteAllTextAsync(Path.Combine(plan, "rehearsal/source-case.sql"), source);
            await File.WriteAllTextAsync(Path.Combine(plan, "rehearsal/target-case.sql"), target);
            foreach (var (from, to) in environment)
                await MigrationSandbox.ReplaceAsync(Path.Combine(plan, "environments/rehearsal.yaml"), from, to);
        });
}
