namespace PlanRunner.Runner.Operations.Input;

/// <summary>An environment as the command line names it.</summary>
/// <param name="Option">The option that names it.</param>
/// <param name="Name">A name or a path; null if the option is not given.</param>
/// <param name="StatePath">Its state file, where one is named.</param>
/// <param name="Missing">What to tell a person who named none.</param>
internal sealed record NamedEnvironment(string Option, string? Name, string? StatePath, string Missing)
{
    /// <summary>The one that <c>--env</c> names.</summary>
    public static NamedEnvironment Of(OperationInput input) =>
        new("--env", input.EnvironmentPath, input.StatePath, "no environment is named");
}
